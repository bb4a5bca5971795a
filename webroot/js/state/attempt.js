/** Does something with what the server told; what this page cannot read must not stop the rest. */
export function attempt(work) {
  try {
    return work();
  } catch (failure) {
    console.warn('Something of the server was skipped:', failure);
    return undefined;
  }
}
