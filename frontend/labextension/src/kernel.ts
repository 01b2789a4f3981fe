// What is asked of a kernel: calls of ukiyo_widgets.widgets.tab, and what its refusals mean.

/** What a Studio is to begin with; paths are seen from the kernel's folder. What is not given is Python's own default. */
export type Wish = {
  content?: string;
  references?: string[];
  run?: string;
} & Readonly<Record<string, unknown>>;

export type Refusal = { ename: string; evalue: string };

/** Why a kernel cannot serve. */
export type Cause = "missing" | "old" | "other";

const MODULE = "ukiyo_widgets.widgets.tab";

/** Return Python that calls a function of the package and leaves no name behind. */
export function call(name: string, wish?: Wish): string {
  const argument = wish ? JSON.stringify(JSON.stringify(wish)) : ""; // JSON's strings are Python's too
  return `__import__("${MODULE}", fromlist=["${name}"]).${name}(${argument})`;
}

/** Return what an error of the kernel means. */
export function cause({ ename, evalue }: Refusal): Cause {
  if (ename === "ModuleNotFoundError" && /'ukiyo_widgets'/.test(evalue)) return "missing";
  const ours = /ukiyo_widgets\.widgets\.tab/.test(evalue);
  if (ours && ["ModuleNotFoundError", "ImportError", "AttributeError"].includes(ename)) return "old";
  return "other";
}

/** Return the command that installs the package for a kernel. */
export function installation(python: string, why: Cause): string {
  const program = /\s/.test(python) ? `"${python}"` : python || "python";
  return `${program} -m pip install ${why === "old" ? "--upgrade " : ""}ukiyo_widgets`;
}
