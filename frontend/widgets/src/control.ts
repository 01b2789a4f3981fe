// One setting on the page: its name, its slider, field, switch or menu, its help, and the way back to the preset.
import { RotateCcw } from "lucide";
import { button, make } from "./elements.ts";
import type { Control, Standing, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { placeOf, read, type Scale, scaleOf, valueAt, written } from "./scale.ts";

export type Value = Standing["values"][string];
type Field = HTMLInputElement | HTMLSelectElement;

/** What a row does when a person turns its setting, or puts it back. */
export type Turning = { turn(name: string, value: Value, done: boolean): number; back(name: string): number };

/** Of whatever there is on a page: makes names that no other element has. */
const own = Math.random().toString(36).slice(2);

export class Row {
  readonly element: HTMLElement;
  readonly #field: Field;
  readonly #slider: HTMLInputElement | null = null;
  readonly #back: HTMLButtonElement;
  readonly #help: HTMLElement;
  readonly #trouble: HTMLElement;
  #scale: Scale = { low: 0, high: 1, step: 1, power: false, off: false };
  #value: Value = null;
  #preset: Value = null;
  /** Whether a value that Python does not know yet stands here; and the number of the last message about it. */
  #unsaid = false;
  #said = 0;

  constructor(
    readonly control: Control,
    private readonly words: Words,
    private readonly turning: Turning,
  ) {
    const { name, title, unit, kind } = control;
    const id = `uw-${own}-${name.replace(/\W/g, "-")}`;
    this.#field = field(control, words, id);
    this.#back = button(title, { icon: RotateCcw, kind: "small uw-back", onclick: () => this.#putBack() });
    const python = make("span", { className: "uw-code" }, `${words.in_python} `, make("code", {}, name));
    this.#help = make("div", { className: "uw-help", id: `${id}-help`, role: "tooltip" }, control.help, python);
    this.#trouble = make("p", { className: "uw-error", id: `${id}-error`, role: "alert" });
    const inputs: Field[] = [this.#field];
    if (kind === "slider") {
      this.#slider = make("input", { type: "range", "aria-label": title });
      inputs.unshift(this.#slider);
    }
    for (const each of inputs) each.setAttribute("aria-describedby", `${id}-help ${id}-error`);
    const label = make("label", { className: "uw-caption", htmlFor: id }, title);
    const ending = make("span", { className: "uw-field" }, this.#field, unit ? make("small", {}, unit) : null);
    this.element = make(
      "div",
      { className: `uw-control uw-${kind}`, "data-name": name },
      label,
      ...(this.#slider ? [this.#slider] : []),
      ending,
      this.#back,
      this.#trouble,
      this.#help,
    );
    this.#listen();
  }

  /** Whether the setting goes by a text that a person searches for. */
  matches(sought: string): boolean {
    const { name, title, help } = this.control;
    return `${title} ${name} ${help}`.toLowerCase().includes(sought);
  }

  get differs(): boolean {
    return this.element.classList.contains("differs");
  }

  disable(off: boolean): void {
    for (const each of this.element.querySelectorAll<Field>("input, select, button")) each.disabled = off;
  }

  /** Show what Python knows; a value that it has not heard of yet stays. */
  show({ values, preset, wrong, heard }: Standing): void {
    const { name, title } = this.control;
    this.#preset = preset[name] ?? null;
    const trouble = wrong[name] ?? "";
    this.#trouble.textContent = trouble;
    this.#field.setAttribute("aria-invalid", String(trouble !== ""));
    if (!trouble && !this.#unsaid && this.#said <= heard) this.#put(values[name] ?? null);
    const differs = values[name] !== preset[name];
    this.element.classList.toggle("differs", differs);
    const back = fill(this.words.put_back, { name: title, value: this.#worded(this.#preset) });
    this.#back.title = back;
    this.#back.setAttribute("aria-label", back);
  }

  #put(value: Value): void {
    this.#value = value;
    this.#write(value);
    if (!this.#slider || typeof value !== "number") return;
    this.#scale = scaleOf(this.control, Number(this.#preset), value);
    const { low, high, step } = this.#scale;
    Object.assign(this.#slider, { min: String(low), max: String(high), step: String(step) });
    this.#slider.value = String(placeOf(value, this.#scale));
    this.#speak(value);
  }

  #write(value: Value): void {
    if (this.#field instanceof HTMLInputElement && this.#field.type === "checkbox")
      this.#field.checked = value === true;
    else this.#field.value = written(value);
  }

  /** A slider's place says nothing where it stands for a power of ten: what is read beside it is what is spoken. */
  #speak(value: Value): void {
    this.#slider?.setAttribute("aria-valuetext", `${written(value)} ${this.control.unit}`.trim());
  }

  #worded(value: Value): string {
    if (value === null) return this.words.endless;
    if (typeof value === "boolean") return value ? this.words.yes : this.words.no;
    return this.control.choices.find(([each]) => each === value)?.[1] ?? written(value);
  }

  #listen(): void {
    const { kind } = this.control;
    const slider = this.#slider;
    slider?.addEventListener("input", () => this.#slid(slider, false));
    slider?.addEventListener("change", () => this.#slid(slider, true));
    if (kind === "switch" || kind === "choice") {
      this.#field.addEventListener("change", () => this.#entered());
      return;
    }
    this.#field.addEventListener("input", () => {
      this.#unsaid = true;
    });
    // Not "change" alone: not every front end lets Enter bring it about.
    for (const end of ["change", "blur"]) this.#field.addEventListener(end, () => this.#entered());
    this.#field.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter") this.#entered();
    if (event.key !== "Escape" || !this.#unsaid) return;
    this.#unsaid = false;
    this.#write(this.#value);
    event.stopPropagation();
  }

  #slid(slider: HTMLInputElement, done: boolean): void {
    const value = valueAt(Number(slider.value), this.#scale);
    this.#write(value);
    this.#speak(value);
    this.#tell(value, done);
  }

  #entered(): void {
    const { kind } = this.control;
    if (kind === "choice") this.#tell(this.#field.value, true);
    else if (kind === "switch") this.#tell((this.#field as HTMLInputElement).checked, true);
    else if (this.#unsaid) this.#tell(kind === "text" ? this.#field.value : read(this.#field.value), true);
    this.#unsaid = false;
  }

  #tell(value: Value, done: boolean): void {
    this.#said = this.turning.turn(this.control.name, value, done);
  }

  #putBack(): void {
    this.#said = 0;
    this.turning.back(this.control.name);
    (this.#slider ?? this.#field).focus(); // the button goes
  }
}

function field({ name, title, kind, choices, low, high, step }: Control, words: Words, id: string): Field {
  if (kind === "choice") {
    const options = choices.map(([value, text]) => make("option", { value }, text));
    return make("select", { id, "aria-label": title }, ...options);
  }
  if (kind === "switch") return make("input", { id, type: "checkbox" });
  const label = kind === "slider" ? fill(words.exact, { name: title }) : title;
  const made = make("input", { id, type: kind === "number" ? "number" : "text", "aria-label": label });
  if (kind === "number") Object.assign(made, { min: String(low), max: String(high), step: String(step ?? "any") });
  if (kind !== "text") made.inputMode = "decimal";
  if (name === "iterations") made.placeholder = words.endless;
  return made;
}
