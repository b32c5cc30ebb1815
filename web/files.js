// The address that holds the experiment or the step of a lesson, the dialog that shares it, and files opened, dropped and
// saved. app.js hands over `call`, the page interface's one function.
"use strict";

globalThis.backprop_files = (() => {
  const element = (id) => document.getElementById(id);
  const address_delay = 250; // milliseconds without a change before the address follows
  const large_file = 10000000; // bytes; to write so many freezes the page for a while

  let call = null;
  let leave = null; // gives the keyboard back to the canvas
  let address = ""; // the link that this page wrote or opened last
  let timer = 0;
  let changed = false; // since the address was last written
  let keeps = false; // the program holds an experiment that is too long for a link,
  let unsaved = false; // which was loaded or changed since it was last saved as a file

  // Address ------------------------------------------------------------------------------------

  function link_in_address() {
    const text = location.hash.slice(1);
    try {
      return decodeURIComponent(text); // some messengers escape what they pass on
    } catch (error) {
      return text;
    }
  }

  function open_address() {
    const link = link_in_address();
    if (link === "" || link === address) {
      return;
    }
    if (call({ call: "open_link", link }).ok) {
      address = link;
    }
  }

  function write_address() {
    clearTimeout(timer);
    const answer = call({ call: "address", tell: true });
    // What is too long for a link leaves none, rather than that of another experiment.
    address = answer.link ?? "";
    keeps = answer.keeps;
    unsaved ||= changed && address === "";
    changed = false;
    guard_leaving();
    try {
      history.replaceState(null, "", address === "" ? location.pathname + location.search : `#${address}`);
    } catch (error) {
      // A page inside another may not change its address.
    }
  }

  function connect_address() {
    open_address();
    globalThis.addEventListener("hashchange", open_address);
    globalThis.addEventListener("backprop-lab-changed", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(write_address, address_delay);
    });
  }

  // Leaving the page loses what is in no link and no file, so the browser asks; but not in a page inside
  // another, nor in a browser that a program drives.
  const may_ask = globalThis.top === globalThis && !navigator.webdriver;

  function ask_first(event) {
    if (globalThis.backpropLab) { // which a program that has stopped takes away
      event.preventDefault();
      event.returnValue = true; // for older browsers
    }
  }

  function guard_leaving() {
    const change = may_ask && keeps && unsaved ? "addEventListener" : "removeEventListener";
    globalThis[change]("beforeunload", ask_first);
  }

  /// What is on screen is in a file; rows that wait behind a lesson or another data set are not.
  function saved() {
    write_address();
    unsaved &&= address !== "";
    guard_leaving();
  }

  // Share --------------------------------------------------------------------------------------

  function show_link() {
    // In a lesson its step is shared, unless the weights are asked for.
    const weights = element("share-weights").checked;
    const answer = call(weights ? { call: "link", weights } : { call: "address" });
    const link = answer.link ? `${location.href.split("#")[0]}#${answer.link}` : "";
    element("share-link").value = link;
    element("share-link").hidden = element("share-about").hidden = link === "";
    element("share-address").hidden = location.hash !== `#${answer.link}`;
    element("share-copy").disabled = link === "";
    element("share-told").textContent = answer.error ?? `${link.length} characters`;
    const { bytes } = call({ call: "file_size", weights });
    element("share-size").hidden = bytes < large_file;
    element("share-size").textContent =
      `The file will have about ${Math.round(bytes / 1e6)} MB; writing it takes a while.`;
  }

  async function save_file() {
    const told = element("share-told");
    told.textContent = "Writing the file…";
    await new Promise((done) => setTimeout(done, 50)); // time to show that
    const { name, text, error } = call({ call: "file", weights: element("share-weights").checked });
    told.textContent = error ?? `${name} is written.`;
    if (!error) {
      save(name, text);
      saved();
    }
  }

  async function copy_link() {
    const field = element("share-link");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch (error) {
      document.execCommand("copy");
    }
    element("share-told").textContent = "Copied.";
  }

  function connect_share() {
    const dialog = element("share");
    globalThis.addEventListener("backprop-lab-share", () => {
      element("share-weights").checked = false;
      write_address();
      show_link();
      dialog.showModal();
      element("share-link").select();
    });
    element("share-weights").addEventListener("change", show_link);
    element("share-copy").addEventListener("click", copy_link);
    element("share-save").addEventListener("click", save_file);
    element("share-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => leave());
  }

  // Files --------------------------------------------------------------------------------------

  function save(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function open_file(file) {
    const { name, size } = file;
    // The program knows its limits, and what is beyond them need not be read.
    if (call({ call: "open_file", name, bytes: size }).ok) {
      const answer = call({ call: "open_file", name, text: await file.text() });
      if (answer.ok && name.endsWith(".json")) {
        saved(); // as it is in that file
      }
    }
    leave();
  }

  function connect_files() {
    const chooser = element("file");
    globalThis.addEventListener("backprop-lab-open", () => {
      chooser.value = "";
      chooser.click();
    });
    chooser.addEventListener("change", () => {
      if (chooser.files.length > 0) {
        open_file(chooser.files[0]);
      }
    });
    globalThis.addEventListener("backprop-lab-save", ({ detail }) => {
      save(detail.name, detail.text);
      if (detail.name.endsWith(".json")) { // the experiment, not an exercise's report
        saved();
      }
    });
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length > 0) {
        open_file(event.dataTransfer.files[0]);
      }
    });
  }

  return {
    connect(program_call, program_leave) {
      call = program_call;
      leave = program_leave;
      connect_address();
      connect_share();
      connect_files();
    },
  };
})();
