import type { KernelSpec } from "@jupyterlab/services";
import { expect, test } from "vitest";
import { pythonKernel } from "../src/specs.ts";

const spec = (name: string, language: string) => ({ name, language }) as KernelSpec.ISpecModel;
const specs = (own: string, ...all: KernelSpec.ISpecModel[]) => ({
  default: own,
  kernelspecs: Object.fromEntries(all.map((each) => [each.name, each])),
});

test("the server's own kernel where it speaks Python, else the first that does", () => {
  const [ir, py, gpu] = [spec("ir", "R"), spec("py", "python"), spec("gpu", "python")];
  expect(pythonKernel(specs("gpu", ir, py, gpu), "")?.name).toBe("gpu");
  expect(pythonKernel(specs("ir", ir, py, gpu), "")?.name).toBe("py");
  expect(pythonKernel(specs("py", ir, py, gpu), "gpu")?.name).toBe("gpu");
  expect(pythonKernel(specs("ir", ir), "")).toBeNull();
  expect(pythonKernel(specs("py", py), "gone")).toBeNull();
  expect(pythonKernel(null, "")).toBeNull();
});
