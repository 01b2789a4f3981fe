// Which kernel a Studio takes.
import type { KernelSpec } from "@jupyterlab/services";

/** Return the kernel named, else the server's own if it speaks Python, else the first that does; null if none does. */
export function pythonKernel(specs: KernelSpec.ISpecModels | null, named: string): KernelSpec.ISpecModel | null {
  const all = specs?.kernelspecs ?? {};
  if (named) return all[named] ?? null;
  const own = all[specs?.default ?? ""];
  const speaks = (each: KernelSpec.ISpecModel | undefined) => each?.language.toLowerCase() === "python";
  return (speaks(own) ? own : Object.values(all).find(speaks)) ?? null;
}
