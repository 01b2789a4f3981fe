// Carrying colours on the graphics card: the guides are enlarged along their rows, then along their columns, where each
// pixel gets its colour. The sums are those of carrying.ts.
import { type Guides, TO_RGB } from "./carrying.ts";
import { make } from "./elements.ts";

const VERTEX = `#version 300 es
void main() { gl_Position = vec4(4.0 * float(gl_VertexID == 1) - 1.0, 4.0 * float(gl_VertexID == 2) - 1.0, 0.0, 1.0); }`;

const TAPS = `
const float A = -0.75;
float near(float x) { return ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0; }
float far(float x) { return ((A * x - 5.0 * A) * x + 8.0 * A) * x - 4.0 * A; }
vec4 weights(float t) { return vec4(far(t + 1.0), near(t), near(1.0 - t), far(2.0 - t)); }`;

/** Enlarges the guides along their rows. */
const STRETCH = `#version 300 es
precision highp float;
uniform sampler2D first, second, third;
uniform float small, large;
layout(location = 0) out vec4 one;
layout(location = 1) out vec4 two;
layout(location = 2) out vec4 three;
${TAPS}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy);
  float at = (float(here.x) + 0.5) * small / large - 0.5;
  float start = floor(at);
  vec4 share = weights(at - start);
  one = two = three = vec4(0.0);
  for (int k = 0; k < 4; k++) {
    ivec2 from = ivec2(clamp(int(start) + k - 1, 0, int(small) - 1), here.y);
    one += share[k] * texelFetch(first, from, 0);
    two += share[k] * texelFetch(second, from, 0);
    three += share[k] * texelFetch(third, from, 0);
  }
}`;

/** Enlarges them along their columns, and gives the scan's lightness its colours. */
const COLOUR = `#version 300 es
precision highp float;
uniform sampler2D first, second, third, scan;
uniform float small, large;
uniform mat3 toRgb;
out vec4 colour;
${TAPS}
const float DELTA = 6.0 / 29.0;
float linear(float v) { return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4); }
float encoded(float v) { return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1.0 / 2.4) - 0.055; }
float root(float v) { return v > DELTA * DELTA * DELTA ? pow(v, 1.0 / 3.0) : v / (3.0 * DELTA * DELTA) + 4.0 / 29.0; }
float unroot(float v) { return v > DELTA ? v * v * v : 3.0 * DELTA * DELTA * (v - 4.0 / 29.0); }
void main() {
  ivec2 here = ivec2(int(gl_FragCoord.x), int(large) - 1 - int(gl_FragCoord.y));
  float at = (float(here.y) + 0.5) * small / large - 0.5;
  float start = floor(at);
  vec4 share = weights(at - start);
  vec4 one = vec4(0.0), two = vec4(0.0), three = vec4(0.0);
  for (int k = 0; k < 4; k++) {
    ivec2 from = ivec2(here.x, clamp(int(start) + k - 1, 0, int(small) - 1));
    one += share[k] * texelFetch(first, from, 0);
    two += share[k] * texelFetch(second, from, 0);
    three += share[k] * texelFetch(third, from, 0);
  }
  float gray = clamp(linear(texelFetch(scan, here, 0).r), 0.0, 1.0);
  float fy = root(gray);
  float own = 116.0 * fy - 16.0;
  vec2 ab = min(max(one.xy + one.zw * (own - two.x), two.yz), vec2(two.w, three.x));
  vec3 rgb = toRgb * vec3(unroot(fy + ab.x / 500.0), unroot(fy), unroot(fy - ab.y / 200.0));
  float fits = 1.0;
  for (int c = 0; c < 3; c++) {
    float chroma = rgb[c] - gray;
    if (chroma > 1.0 - gray) fits = min(fits, (1.0 - gray) / chroma);
    else if (chroma < -gray) fits = min(fits, gray / -chroma);
  }
  vec3 found = clamp(gray + fits * (rgb - gray), 0.0, 1.0);
  colour = vec4(encoded(found.r), encoded(found.g), encoded(found.b), 1.0);
}`;

/** Return a program, or null if this card does not take it. */
function compiled(gl: WebGL2RenderingContext, fragment: string): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX] as const, [gl.FRAGMENT_SHADER, fragment] as const]) {
    const shader = gl.createShader(kind);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}

function texture(gl: WebGL2RenderingContext): WebGLTexture {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, wrap, gl.CLAMP_TO_EDGE);
  return made;
}

/** Interleave four planes of the guides; those that are missing are 0. */
function four({ width, height, planes }: Guides, first: number): Float32Array {
  const values = new Float32Array(4 * width * height);
  for (let c = 0; c < 4; c++) {
    const plane = planes[first + c];
    if (plane) for (let i = 0, at = c; i < plane.length; i++, at += 4) values[at] = plane[i] ?? 0;
  }
  return values;
}

/** Return the card, or null where there is none that computes with floats. */
export function makeCard() {
  const canvas = make("canvas");
  const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false });
  if (!gl?.getExtension("EXT_color_buffer_float")) return null;
  const [stretch, colour] = [compiled(gl, STRETCH), compiled(gl, COLOUR)];
  if (!stretch || !colour) return null;
  const [small, wide, scan] = [[0, 1, 2].map(() => texture(gl)), [0, 1, 2].map(() => texture(gl)), texture(gl)];
  const frame = gl.createFramebuffer();
  let rows = 0;
  let lost = false;
  canvas.addEventListener("webglcontextlost", () => {
    lost = true;
  });

  function run(program: WebGLProgram, sources: WebGLTexture[], sides: [small: number, large: number]): void {
    if (!gl) return;
    gl.useProgram(program);
    ["first", "second", "third", "scan"].forEach((name, place) => {
      gl.activeTexture(gl.TEXTURE0 + place);
      gl.bindTexture(gl.TEXTURE_2D, sources[place] ?? null);
      gl.uniform1i(gl.getUniformLocation(program, name), place);
    });
    gl.uniform1f(gl.getUniformLocation(program, "small"), sides[0]);
    gl.uniform1f(gl.getUniformLocation(program, "large"), sides[1]);
    gl.uniformMatrix3fv(gl.getUniformLocation(program, "toRgb"), true, TO_RGB);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
  return {
    lost: () => lost || gl.isContextLost(),
    /** Take up a scan, as gray levels. */
    setScan(large: ImageBitmap): void {
      Object.assign(canvas, { width: large.width, height: large.height });
      rows = 0;
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, scan);
      gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, gl.RED, gl.UNSIGNED_BYTE, large);
    },
    /** Return a canvas with the scan in the colours that the guides have. */
    draw(guide: Guides): HTMLCanvasElement {
      gl.activeTexture(gl.TEXTURE0);
      small.forEach((each, place) => {
        gl.bindTexture(gl.TEXTURE_2D, each);
        const values = four(guide, 4 * place);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, guide.width, guide.height, 0, gl.RGBA, gl.FLOAT, values);
      });
      gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
      if (rows !== guide.height) {
        rows = guide.height;
        wide.forEach((each, place) => {
          gl.bindTexture(gl.TEXTURE_2D, each);
          gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, canvas.width, rows, 0, gl.RGBA, gl.FLOAT, null);
          gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + place, gl.TEXTURE_2D, each, 0);
        });
        gl.drawBuffers([0, 1, 2].map((place) => gl.COLOR_ATTACHMENT0 + place));
      }
      gl.viewport(0, 0, canvas.width, rows);
      run(stretch, small, [guide.width, canvas.width]);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, canvas.width, canvas.height);
      run(colour, [...wide, scan], [guide.height, canvas.height]);
      return canvas;
    },
    end: () => gl.getExtension("WEBGL_lose_context")?.loseContext(),
  };
}
