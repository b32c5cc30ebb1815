// Splits the page's program in two: what a first visit needs, and the explanations, which come after the
// first frame (docs/page.md).
//   node split_program.mjs PROGRAM.wasm OBJECTS OUT_FIRST OUT_LATER NM WASM_SPLIT WASM_OPT
// PROGRAM.wasm has the names of its functions. OBJECTS is a file with the object files, one a line.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, object_list, out_first, out_later, nm, wasm_split, wasm_opt] = process.argv.slice(2);

/// The sources whose functions may come later.
const later_source = new RegExp("/(" + [
  "(chain|matrix|check|flow|curve|contour|conventions|probe|lesson|exercise|formula)_[a-z_]+",
  "error_curve_panel", "conventions", "rich_text", "computation_graph", "update_lines", "plot_axes",
  "chain_rule", "gradient_flow", "(loss|batch|session)_probe", "planted_mistake", "csv", "csv_[a-z_]+",
  "import_dialog", "imported_rows", "lesson",
].join("|") + ")\\.cpp\\.o$");

/// The only ways from the first part into the later one. The program goes them only when
/// platform::later_file("explanations") is here.
const entry = new RegExp("^backprop::(shell::(" + [
  "draw_(chain_rule|matrix|check|flow|error_curve|conventions|lesson)_panel", "draw_import_dialog", "begin_import",
  "draw_term_popup", "draw_glossary", "carry_out_request", "update_lesson_values",
].join("|") + ")|parse_lesson|parse_lesson_book)\\(");

function run(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
}

/// The names of functions that are defined in these object files.
function defined_in(objects) {
  const lines = run(nm, "--demangle", "--defined-only", ...objects).split("\n");
  return new Set(lines.map((line) => /^[0-9a-f]+ [tTwW] (.*)$/.exec(line)?.[1]).filter(Boolean));
}

/// The names in the program's name section (custom section "name", subsection 1).
function function_names(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  const text = () => {
    const size = number();
    at += size;
    return bytes.toString("utf8", at - size, at);
  };
  while (at < bytes.length) {
    const kind = bytes[at++];
    const end = number() + at;
    if (kind === 0 && text() === "name") {
      while (at < end) {
        const subsection = bytes[at++];
        const next = number() + at;
        if (subsection === 1) {
          return Array.from({ length: number() }, () => (number(), text()));
        }
        at = next;
      }
    }
    at = end;
  }
  throw new Error(`${program} has no names`);
}

/// As binaryen writes names: whatever is no sign of an identifier as \hh.
function escaped(name) {
  return [...Buffer.from(name)].map((byte) => {
    const sign = String.fromCharCode(byte);
    return /[\w!#$%&'*+\-./:<=>?@\\^`|~]/.test(sign) ? sign : `\\${byte.toString(16).padStart(2, "0")}`;
  }).join("");
}

const features = ["--enable-bulk-memory", "--enable-simd", "--enable-sign-ext",
  "--enable-nontrapping-float-to-int", "--enable-mutable-globals"];
const folder = mkdtempSync(join(tmpdir(), "split-"));
const first = join(folder, "first.wasm");
const later = join(folder, "later.wasm");

/// Splits these functions out. Gives those that the first part refers to.
function split(names) {
  const list = join(folder, "names.txt");
  writeFileSync(list, names.map(escaped).join("\n"));
  run(wasm_split, program, `--split-funcs=@${list}`, "-o1", first, "-o2", later, "--export-prefix=%",
    "--placeholdermap", ...features);
  const referred = readFileSync(`${first}.placeholders`, "utf8").trim().split("\n");
  return new Set(referred.map((line) => line.slice(line.indexOf(":") + 1)));
}

const objects = readFileSync(object_list, "utf8").trim().split("\n");
const elsewhere = defined_in(objects.filter((object) => !later_source.test(object)));
const candidates = defined_in(objects.filter((object) => later_source.test(object)));
let names = function_names(readFileSync(program))
  .filter((name) => candidates.has(name) && !elsewhere.has(name));

// What the first part refers to stays in it, but for the entries; and so on, until nothing is left.
for (;;) {
  const referred = split(names);
  const kept = names.filter((name) => entry.test(name) || !referred.has(escaped(name)));
  if (kept.length === names.length) break;
  names = kept;
}
if (!names.some((name) => entry.test(name))) {
  throw new Error("nothing was split off: the names of functions and object files do not fit");
}
for (const [from, to] of [[first, out_first], [later, out_later]]) {
  run(wasm_opt, from, "-o", to, "--strip-debug", "--strip-producers", ...features);
}
rmSync(folder, { recursive: true });
console.log(`${names.length} functions come later`);
