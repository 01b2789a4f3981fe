import { expect, test } from "vitest";
import { call, cause, installation } from "../src/kernel.ts";

test("a call is one Python expression whose argument is a string", () => {
  expect(call("show_studio")).toBe('__import__("ukiyo_widgets.widgets.tab", fromlist=["show_studio"]).show_studio()');
  const code = call("open_studio", { content: 'a "b"\\\n版.png' });
  const argument = code.slice(code.indexOf(").open_studio(") + ").open_studio(".length, -1);
  expect(JSON.parse(JSON.parse(argument))).toEqual({ content: 'a "b"\\\n版.png' });
});

test.each([
  ["ModuleNotFoundError", "No module named 'ukiyo_widgets'", "missing"],
  ["ModuleNotFoundError", "No module named 'ukiyo_widgets.widgets.tab'", "old"],
  ["AttributeError", "module 'ukiyo_widgets.widgets.tab' has no attribute 'take_up'", "old"],
  ["ModuleNotFoundError", "No module named 'torch'", "other"],
  ["UkiyoError", "This notebook has no Studio yet", "other"],
])("%s: %s", (ename, evalue, meaning) => {
  expect(cause({ ename, evalue })).toBe(meaning);
});

test("the command names the kernel's own Python", () => {
  expect(installation("/opt/py/bin/python", "missing")).toBe("/opt/py/bin/python -m pip install ukiyo_widgets");
  expect(installation("C:\\My Files\\python.exe", "old")).toBe(
    '"C:\\My Files\\python.exe" -m pip install --upgrade ukiyo_widgets',
  );
  expect(installation("", "missing")).toBe("python -m pip install ukiyo_widgets");
});
