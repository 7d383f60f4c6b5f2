/** Families of SageMaker's machines with NVIDIA's GPUs: ml.g4dn, ml.g5, ml.g6e, ml.gr6, ml.p3, ml.p5 and so on. */
const GPU_FAMILY = /^ml\.(?:g|gr|p)\d/;

export function isGpuInstance(type: string): boolean {
  return GPU_FAMILY.test(type);
}

/** Why several hosts do not train on GPUs, and what to do. */
export function severalGpuHosts(hostCount: number): string {
  return `XGBoost does not train on the GPUs of ${hostCount} hosts here: that needs NVIDIA's NCCL, which the image does not hold because it has not been tried. Use one instance, or set the hyperparameter device to 'cpu'.`;
}
