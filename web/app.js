// Loads the program, shows what goes wrong, and connects the browser to it.
// Sections: loading, failures, files needed later, keys and pointer, clipboard, size, graphics context, page interface.
"use strict";

(() => {
  const script = document.currentScript;
  const canvas = document.getElementById("canvas");
  const element = (id) => document.getElementById(id);

  let program = null; // the running WebAssembly module, once its first frame is drawn
  let failed = false;

  // Loading ------------------------------------------------------------------------------------

  // Content-Length is the compressed size where the server compresses, so the page knows the
  // size of the program by itself.
  const wasm_bytes = Number(script.dataset.wasmBytes);

  function show_progress(received) {
    const share = Math.min(received / wasm_bytes, 1);
    element("progress").value = share;
    element("progress-text").textContent =
      share < 1 ? `Loading… ${Math.floor(share * 100)} %` : "Starting…";
  }

  // Fetches the program, counts its bytes as they come, and compiles it while it arrives. The new
  // Response carries the MIME type that compiling asks for, whatever the server sent.
  async function compile(imports) {
    const response = await fetch(script.dataset.wasm, { credentials: "same-origin" });
    if (!response.ok) {
      throw new Error(`The server answered ${response.status} for ${script.dataset.wasm}.`);
    }
    let received = 0;
    const counter = new TransformStream({
      transform(chunk, controller) {
        received += chunk.byteLength;
        show_progress(received);
        controller.enqueue(chunk);
      },
    });
    const counted = new Response(response.body.pipeThrough(counter), {
      headers: { "Content-Type": "application/wasm" },
    });
    return WebAssembly.instantiateStreaming(counted, imports);
  }

  function load_script(url) {
    return new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = url;
      tag.onload = resolve;
      tag.onerror = () => reject(new Error(`${url} could not be loaded.`));
      document.head.append(tag);
    });
  }

  // What the first part of the program refers to in the second, by number. It asks whether that part is
  // here before it goes there, so nobody should ever see this.
  const placeholder = new Proxy({}, {
    get: (_, number) => () => {
      stop(`function ${String(number)} was called before it was here`);
      throw "unwind"; // which tell_start_failure knows
    },
  });
  let first_part = null; // its exports, which the second part imports

  async function start() {
    show_only("loading");
    if (!has_webassembly()) {
      fail("failure-wasm");
      return;
    }
    if (!has_webgl2()) {
      fail("failure-webgl");
      return;
    }
    try {
      await load_script(script.dataset.program);
      let module = null;
      globalThis.addEventListener("backprop-lab-ready", () => ready(module), { once: true });
      await new Promise((resolve, reject) => {
        module = {
          canvas,
          print: (text) => console.log(text),
          printErr: (text) => console.error(text),
          onAbort: (what) => stop(`aborted: ${what}`),
          instantiateWasm: (imports, done) => {
            // The promise below is kept before main runs, so what main throws is told from here.
            compile({ ...imports, placeholder }).then(({ instance, module: code }) => {
              first_part = instance.exports;
              done(instance, code);
            }).catch(tell_start_failure);
            return {};
          },
        };
        globalThis.create_backprop_lab(module).then(resolve, reject);
      });
    } catch (error) {
      tell_start_failure(error);
    }
  }

  // Emscripten leaves main by throwing "unwind", which is no failure.
  function tell_start_failure(error) {
    if (failed || error === "unwind") {
      return;
    }
    if (error instanceof WebAssembly.RuntimeError) {
      stop(String(error.stack || error));
      return;
    }
    element("failure-load-detail").textContent = String((error && error.message) || error);
    fail("failure-load");
  }

  function ready(module) {
    if (failed) {
      return;
    }
    program = module;
    element("cover").hidden = true;
    canvas.inert = false;
    connect_keys();
    connect_clipboard();
    connect_preferences();
    connect_size();
    globalThis.backprop_files.connect(call, focus_quietly);
    offer_interface();
    focus_quietly();
    offer_tour();
    fetch_all_later();
  }

  // The tour of the first visit: not over a link or a lesson that somebody wants to see, and not in a
  // browser that a program drives. "?tour=yes" and "?tour=no" in the address decide otherwise.
  function offer_tour() {
    const asked = new URLSearchParams(location.search).get("tour");
    if (asked === "yes" || (asked !== "no" && location.hash === "" && !navigator.webdriver)) {
      call({ call: "tour", first: true });
    }
  }

  // Failures -----------------------------------------------------------------------------------

  // A module with one SIMD instruction: (func (result v128) i32.const 0 i8x16.splat).
  const simd_probe = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15,
    11,
  ]);

  function has_webassembly() {
    return typeof WebAssembly === "object" && typeof WebAssembly.instantiateStreaming === "function"
      && WebAssembly.validate(simd_probe);
  }

  function has_webgl2() {
    try {
      const context = document.createElement("canvas").getContext("webgl2");
      context?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers allow only so many
      return context !== null;
    } catch (error) {
      return false;
    }
  }

  function show_only(id) {
    for (const section of document.querySelectorAll("#cover section")) {
      section.hidden = section.id !== id;
    }
    element("cover").hidden = false;
  }

  function fail(id) {
    failed = true;
    canvas.inert = true; // what it shows is not to be reached under the message
    show_only(id);
  }

  // The program itself has failed: what it holds can no longer be trusted.
  function stop(reason) {
    if (failed) {
      return;
    }
    program = null;
    delete globalThis.backpropLab;
    element("diagnostics").textContent = [
      `Backprop Lab ${script.dataset.program}`,
      reason,
      navigator.userAgent,
      `${innerWidth}×${innerHeight} at ${devicePixelRatio}`,
    ].join("\n");
    fail("failure-run");
  }

  globalThis.addEventListener("error", (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) {
      stop(String(event.error.stack || event.error));
    }
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    if (event.reason instanceof WebAssembly.RuntimeError) {
      stop(String(event.reason.stack || event.reason));
    }
  });
  // The program itself could not open its canvas, though a canvas of the page's own had worked.
  globalThis.addEventListener("backprop-lab-no-graphics", () => fail("failure-webgl"), { once: true });
  element("retry").addEventListener("click", () => location.reload());
  element("reload").addEventListener("click", () => location.reload());
  element("copy-diagnostics").addEventListener("click", () => {
    copy_text(element("diagnostics").textContent);
  });

  // Files needed later -------------------------------------------------------------------------

  // Not needed to draw and to train, so they come after the first frame: either when the browser
  // has nothing else to do, or as soon as the program asks for one.
  // "asleep", "waiting", "here" or "failed".
  const later_files = { explanations: "asleep", digits: "asleep", lessons: "asleep" };

  async function fetch_later(name) {
    if (later_files[name] === "waiting" || later_files[name] === "here") {
      return;
    }
    later_files[name] = "waiting";
    let text = "";
    let failure = "";
    try {
      const response = await fetch(script.dataset[name], { credentials: "same-origin" });
      if (!response.ok) {
        throw new Error(`The server answered ${response.status}.`);
      }
      if (name === "explanations") {
        await add_explanations(await response.arrayBuffer());
      } else {
        text = await response.text();
      }
    } catch (error) {
      failure = String((error && error.message) || error);
    }
    later_files[name] = failure ? "failed" : "here";
    if (program) {
      call_with_text("_backprop_file_fetched", name, text, failure);
    }
  }

  // The second part of the program puts its functions where the first one has placeholders.
  async function add_explanations(bytes) {
    if (bytes.byteLength > 0) { // none where the program was not split
      await WebAssembly.instantiate(bytes, { primary: first_part });
    }
  }

  globalThis.addEventListener("backprop-lab-fetch", (event) => fetch_later(event.detail));

  function fetch_all_later() {
    const when_idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 200));
    when_idle(() => Object.keys(later_files).forEach(fetch_later));
  }

  // Keys and pointer ---------------------------------------------------------------------------

  // SDL swallows function keys, Tab and everything with Ctrl. What the program does not use stays
  // the browser's: reload, tabs, zoom, search, developer tools, history.
  const command_keys = new Set([
    "a", "c", "x", "y", "z", "enter", "backspace", "delete", "home", "end",
    "arrowleft", "arrowright", "arrowup", "arrowdown", "control", "meta", "shift",
  ]);

  // The next Tab leaves the canvas unless the program still moves between its controls.
  let leaves = false;

  function belongs_to_browser(event) {
    if (/^F\d+$/.test(event.key)) {
      return true;
    }
    if (event.key === "Tab") {
      return event.ctrlKey || event.altKey || event.metaKey ||
        ((leaves || event.shiftKey) && !program._backprop_wants_tab());
    }
    if (event.altKey && !event.ctrlKey) {
      return event.key.startsWith("Arrow");
    }
    // Ctrl with Alt types letters on many keyboards. Paste arrives as an event of its own.
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      return !command_keys.has(event.key.toLowerCase());
    }
    return false;
  }

  // Only focus that arrives by keyboard shows a frame around the canvas, and only until a key or
  // the pointer does something in it: then the program draws a ring around the control itself.
  let quiet = false;

  function focus_quietly() {
    quiet = true;
    canvas.focus({ preventScroll: true });
    quiet = false;
  }

  function connect_focus_frame() {
    canvas.addEventListener("focus", () => canvas.classList.toggle("entered", !quiet));
    for (const type of ["keydown", "pointerdown", "blur"]) {
      canvas.addEventListener(type, (event) => {
        leaves = event.key === "Escape";
        canvas.classList.remove("entered");
      }, { capture: true });
    }
  }

  function connect_keys() {
    connect_focus_frame();
    globalThis.addEventListener("keydown", (event) => {
      if (program && event.target === canvas && belongs_to_browser(event)) {
        event.stopImmediatePropagation();
      }
    }, { capture: true });
    canvas.addEventListener("keyup", (event) => {
      if (program && event.key === "Meta") {
        program._backprop_release_keys();
      }
    });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("pointerdown", focus_quietly);
  }

  // Clipboard ----------------------------------------------------------------------------------

  function copy_by_selection(text) {
    const helper = document.createElement("textarea");
    helper.className = "copy-helper";
    helper.value = text;
    document.body.append(helper);
    helper.select();
    document.execCommand("copy");
    helper.remove();
    focus_quietly();
  }

  function copy_text(text) {
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).catch(() => copy_by_selection(text));
    } else {
      copy_by_selection(text);
    }
  }

  // Hands texts to one of the program's functions; 0 when there is no memory for them.
  function call_with_text(name, ...texts) {
    const places = texts.map((text) => {
      const size = program.lengthBytesUTF8(text) + 1;
      const place = program._malloc(size);
      if (place) {
        program.stringToUTF8(text, place, size);
      }
      return place;
    });
    const result = places.every(Boolean) ? program[name](...places) : 0;
    places.forEach((place) => program._free(place));
    return result;
  }

  function connect_clipboard() {
    globalThis.addEventListener("backprop-lab-copy", (event) => copy_text(event.detail));
    document.addEventListener("paste", (event) => {
      if (program && document.activeElement === canvas) {
        call_with_text("_backprop_paste", event.clipboardData.getData("text/plain"));
        event.preventDefault();
      }
    });
  }

  // Size, pixel ratio, theme, visibility ------------------------------------------------------

  function wake() {
    if (program) {
      program._backprop_wake();
    }
  }

  function connect_preferences() {
    const queries = ["(prefers-color-scheme: dark)", "(pointer: coarse)"];
    for (const query of queries) {
      matchMedia(query).addEventListener("change", wake);
    }
    document.addEventListener("visibilitychange", wake);
  }

  // SDL looks at the canvas only when the window says that it was resized.
  function connect_size() {
    const resized = () => {
      globalThis.dispatchEvent(new Event("resize"));
      wake();
    };
    new ResizeObserver(resized).observe(canvas);
    const watch_ratio = () => {
      const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      query.addEventListener("change", () => {
        resized();
        watch_ratio();
      }, { once: true });
    };
    watch_ratio();
  }

  // Graphics context ---------------------------------------------------------------------------

  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault(); // without this the browser never gives it back
    element("graphics-note").hidden = false;
    if (program) {
      program._backprop_graphics_lost();
    }
  });
  canvas.addEventListener("webglcontextrestored", () => {
    element("graphics-note").hidden = true;
    if (program) {
      program._backprop_graphics_restored();
    }
  });

  // Page interface -----------------------------------------------------------------------------

  const read = (name) => JSON.parse(program.UTF8ToString(program[name]()));
  const call = (request) => {
    const answer = call_with_text("_backprop_call", JSON.stringify(request));
    return answer
      ? JSON.parse(program.UTF8ToString(answer))
      : { error: "there is not enough memory for a text of this length" };
  };

  function offer_interface() {
    globalThis.backpropLab = Object.freeze({
      snapshot: () => ({ ...read("_backprop_snapshot"), frames: program._backprop_frames() }),
      widgets: () => read("_backprop_widgets"),
      load: (experiment) => call({ call: "load", experiment }),
      set: (path, value) => call({ call: "set", path, value }),
      run: () => call({ call: "run" }),
      pause: () => call({ call: "pause" }),
      reset: () => call({ call: "reset" }),
      new_weights: () => call({ call: "new_weights" }),
      lesson: (key, step = 1) => call({ call: "lesson", key, step }),
      leave_lesson: () => call({ call: "leave_lesson" }),
      exercise: (seed) => call({ call: "exercise", seed }),
      step: (what) => call({ call: "step", what }),
      replay: () => call({ call: "replay" }),
      step_back: (what) => call({ call: "step_back", what }),
      laterFiles: () => ({ ...later_files }),
      selfTest: () => call({ call: "self_test" }),
    });
  }

  start();
})();
