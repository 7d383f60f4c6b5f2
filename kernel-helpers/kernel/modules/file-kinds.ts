/** True for files that the author of the notebook may edit, false for those of packages. */
export function isOfUser(file: string): boolean {
  return !/[\\/]node_modules[\\/]/.test(file);
}

export function isDeclaration(file: string): boolean {
  return /\.d\.[mc]?ts$/.test(file);
}

/** True for files that become JavaScript before Node.js can run them. */
export function isTypeScript(file: string): boolean {
  return /\.(?:[mc]?ts|[jt]sx)$/.test(file) && !isDeclaration(file);
}

export function isJavaScript(file: string): boolean {
  return /\.[mc]?js$/.test(file);
}

export function isJson(file: string): boolean {
  return file.endsWith('.json');
}

export function mayImport(file: string): boolean {
  return /\.(?:[mc]?[jt]s|[jt]sx)$/.test(file) && !isDeclaration(file);
}

/** The JavaScript that a file of declarations may speak of. */
export function scriptsBehind(declaration: string): readonly string[] {
  const [, base = '', kind = ''] = /^(.*)\.d\.([mc]?)ts$/.exec(declaration) ?? [];
  return kind === '' ? [`${base}.js`, `${base}.jsx`] : [`${base}.${kind}js`];
}
