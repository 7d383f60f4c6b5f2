/** False where Node.js was built without V8's inspector, which the debugger and interrupts of busy loops need. */
export const HAS_DEBUGGER = process.features.inspector;
