// Walks the lessons in the page with pointer and keys: the strings on screen are those of
// golden.json. Writes a picture of each lesson's first and last step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { open_lab, project, start_browser, with_lab } from "./lab.mjs";

const golden = JSON.parse(readFileSync(join(project, "tests", "golden", "golden.json"), "utf8"));
const lesson_file = (name) =>
  JSON.parse(readFileSync(join(project, "engine", "experiment", "lessons", `${name}.json`), "utf8"));
const lessons = ["1-houses", "2-one-step", "3-step-by-step", "4-xor", "5-learning-rate",
  "6-when-it-goes-wrong"].map(lesson_file);

const houses = golden.houses_4_5_1.variants.shared_bias;
const batch = houses.batch_sum;
const after_epochs = batch["after_n_epochs_full_batch_lr_0.1"];
const set_a = golden.article2_2_2_2.A_exact_derivative_factor_2;
const set_b = golden.article2_2_2_2.B_factor_2_dropped;
const mazur = golden.mazur_2_2_2;
const one_update = mazur.after_n_updates.biases_fixed_as_in_article["1"];
const printed = mazur.printed_vs_correct;

// "STEP.ROW" of a lesson's tables, counted from 1, to the number that stands there.
const expected = {
  houses: {
    3.6: houses.forward.Z1_5x6[1][2],
    3.7: houses.forward.h1_5x6[1][2],
    4.1: houses.forward.Z2_1x6[2],
    4.2: houses.forward.O_1x6[2],
    5.2: houses.forward.E_per_obs[2],
    5.3: houses.forward.E_sum,
    8.1: houses.backward_terms.dE_dO_1x6[2],
    8.2: houses.backward_terms.dO_dZ2_1x6[2],
    8.3: houses.forward.h1_5x6[1][2],
    8.4: houses.backward_terms.delta2_1x6[2] * houses.forward.h1_5x6[1][2],
    9.3: houses.backward_terms.delta2_1x6[2],
    9.4: batch.dE_db_ho[0],
    10.7: batch.dE_dW_ih_4x5[0][1],
    11.1: houses.backward_terms.delta1_5x6[0][2],
    11.2: houses.backward_terms.delta1_5x6[1][2],
    11.3: houses.backward_terms.delta1_5x6[2][2],
    11.4: houses.backward_terms.delta1_5x6[3][2],
    11.5: houses.backward_terms.delta1_5x6[4][2],
    11.7: batch.dE_db_ih[0],
    12.1: after_epochs["1"].W_ho_5x1[1][0],
    12.2: after_epochs["1"].b_ho[0] ?? after_epochs["1"].b_ho,
    12.3: after_epochs["1"].W_ih_4x5[0][1],
    12.4: after_epochs["1"].b_ih[0] ?? after_epochs["1"].b_ih,
    14.1: batch.dE_dW_ho_5x1[0][0],
    14.2: batch.dE_dW_ho_5x1[1][0],
    14.3: batch.dE_dW_ho_5x1[2][0],
    14.4: batch.dE_dW_ho_5x1[3][0],
    14.5: batch.dE_dW_ho_5x1[4][0],
    14.6: batch.dE_db_ho[0],
    18.1: after_epochs["1000"].O[0],
    18.6: after_epochs["1000"].O[5],
  },
  "one-step": {
    1.3: set_a.o[0],
    1.4: set_a.o[1],
    2.3: set_a.total_error_sum_sq,
    5.1: set_a.dE_do1,
    6.2: set_a.do1_dnet1,
    7.3: set_a.dnet1_dw5,
    7.4: set_a.dE_dw5,
    8.2: set_a.w5_new,
    8.3: set_a.after_n_updates_all_params_incl_biases["1"].w5_w6_w7_w8[1],
    10.1: set_b.o[0],
    10.3: set_b.dE_do1,
    10.4: set_b.do1_dnet1,
    10.5: set_b.dnet1_dw5,
    10.6: set_b.w5_new,
    11.1: set_a.first_update_with_class_1_winning,
    12.1: set_b.first_update_with_class_1_winning,
    14.6: set_a.after_n_updates_all_params_incl_biases["100"].o[0],
    14.7: set_a.after_n_updates_all_params_incl_biases["100"].o[1],
  },
  "step-by-step": {
    2.1: mazur.forward.net_h[0],
    2.2: mazur.forward.out_h[0],
    2.3: mazur.forward.out_h[1],
    3.1: mazur.forward.net_o[0],
    3.2: mazur.forward.out_o[0],
    3.3: mazur.forward.out_o[1],
    4.1: mazur.forward.E_each[0],
    4.2: mazur.forward.E_each[1],
    4.3: mazur.forward.E_total,
    5.1: mazur.backward.dE_dout_o[0],
    5.4: mazur.backward.grad_w1_to_w8[4],
    6.1: one_update.w1_to_w8[4],
    6.2: one_update.w1_to_w8[5],
    6.3: one_update.w1_to_w8[6],
    6.4: one_update.w1_to_w8[7],
    7.3: mazur.backward.dE_dout_h[0],
    7.6: mazur.backward.grad_w1_to_w8[0],
    8.1: one_update.w1_to_w8[0],
    8.2: one_update.w1_to_w8[1],
    8.3: one_update.w1_to_w8[2],
    8.4: one_update.w1_to_w8[3],
    9.1: printed.correct_after_1.E_total,
    10.1: printed.sequential_bug_after_1.E_total,
    11.1: printed.correct_after_10000.E_total,
    11.2: printed.correct_after_10000.out_o[0],
    11.3: printed.correct_after_10000.out_o[1],
    12.1: printed.correct_after_9999.E_total,
    13.1: printed.sequential_bug_after_10000.out_o[0],
    13.2: printed.sequential_bug_after_10000.out_o[1],
    13.3: printed.sequential_bug_after_10000.E_total,
  },
};

/// A number as the lessons write it: so many significant digits, fewer where the number is no more
/// than that, an exponent where it is small.
function shown(number, digits) {
  const size = Math.abs(number);
  let text = size < 1e-4 ? number.toExponential(digits - 1) : number.toPrecision(digits);
  for (let fewer = digits - 1; size >= 1e-4 && fewer > 0; --fewer) {
    const shorter = Number(number.toPrecision(fewer));
    if (Math.abs(shorter - number) > 1e-13 * size) {
      break;
    }
    text = String(shorter);
  }
  return text.replace(/^-/, "−").replace(/e-(\d)$/, "e-0$1");
}

let session, lab;
before(async () => {
  session = await start_browser();
  lab = await open_lab(session);
});
after(async () => {
  assert.deepEqual(lab.errors, [], "console errors");
  await lab.close();
  await session.close();
});

async function open_lesson(key, step = 1) {
  assert.deepEqual(await lab.call("lesson", key, step), { ok: true });
  await on_step(key, step);
}

async function on_step(key, step) {
  await lab.wait_for((now) => now.lesson?.key === key && now.lesson.step === step,
    `step ${step} of ${key}`);
  await lab.frames(2);
}

/// Compares what golden.json knows of this step with what is on screen; returns how much that was.
/// A table that is higher than the window is scrolled through.
async function check_numbers(lesson, step) {
  const rows = Object.entries(expected[lesson.lesson] ?? {})
    .filter(([place]) => Math.floor(Number(place)) === step);
  for (const [place, number] of rows) {
    const row = Number(place.split(".")[1]);
    const { digits = 6 } = lesson.steps[step - 1].table.rows[row - 1];
    const { text } = await find_in_body(`lesson.table.row ${row}.value`);
    assert.equal(text, shown(number, digits), `${lesson.lesson}, step ${step}, row ${row}`);
  }
  return rows.length;
}

async function find_in_body(id) {
  const body = await lab.widget("lesson.next");
  for (let turn = 0; turn < 12; ++turn) {
    const found = (await lab.widgets()).find((item) => item.id === id);
    if (found) {
      return found;
    }
    await lab.page.mouse.move(body.x, body.y - 150);
    await lab.page.mouse.wheel(0, turn < 8 ? 120 : -480);
    await lab.frames(12);
  }
  return lab.widget(id, 100);
}

for (const lesson of lessons.slice(0, 3)) {
  test(`${lesson.title}: walked with the pointer, its numbers are those of golden.json`, async () => {
    await lab.click("lessons");
    await lab.click(`lessons=${lesson.lesson}`);
    let compared = 0;
    for (let step = 1; step <= lesson.steps.length; ++step) {
      await on_step(lesson.lesson, step);
      compared += await check_numbers(lesson, step);
      if (step < lesson.steps.length) {
        await lab.click("lesson.next");
      }
    }
    assert.equal(compared, Object.keys(expected[lesson.lesson]).length);
  });

  test(`${lesson.title}: walked with the keys`, async () => {
    await open_lesson(lesson.lesson);
    for (let step = 2; step <= lesson.steps.length; ++step) {
      await lab.page.keyboard.press("]");
      await on_step(lesson.lesson, step);
      const { text } = await lab.widget("lesson.heading");
      assert.ok(text.startsWith(`${step} · `), text);
    }
    await lab.page.keyboard.press("[");
    await on_step(lesson.lesson, lesson.steps.length - 1);
  });
}

test("the address follows the lesson, and opens it again", async () => {
  await open_lesson("houses", 5);
  await lab.page.waitForFunction(() => location.hash === "#lesson=houses,5");
  await lab.click("lesson.leave");
  await lab.wait_for((now) => now.lesson === null, "the lesson to be left");
  await with_lab(session, { fragment: "#lesson=xor,2" }, async (other) => {
    await other.wait_for((now) => now.lesson?.key === "xor" && now.lesson.step === 2, "the step");
  });
  await with_lab(session, { fragment: "#lesson=nothing,2" }, async (other) => {
    const note = await other.widget("note");
    assert.match(note.text, /nothing.*houses/);
  });
});

test("an exercise is answered with the keyboard alone", async () => {
  assert.deepEqual(await lab.call("exercise", 7), { ok: true });
  await lab.widget("exercise.answer");
  await lab.frames(4);
  await lab.page.keyboard.type("12345");
  await lab.page.keyboard.press("Enter");
  assert.match((await lab.widget("exercise.verdict")).text, /^✗/);
  await lab.click("exercise.leave");
  await lab.wait_for((now) => now.lesson === null, "the exercise to end");
});

test("the tour is seen on a first visit and not again", async () => {
  await with_lab(session, { fragment: "?tour=yes" }, async (other) => {
    await other.widget("tour.next");
    await other.screenshot("tour");
    for (let step = 1; step <= 5; ++step) {
      assert.equal((await other.widget("tour.count")).text, `${step} of 5`);
      await other.click("tour.next");
    }
    await other.frames(3);
    assert.equal((await other.widgets()).find((item) => item.id === "tour.next"), undefined);
    await other.page.reload();
    await other.page.waitForFunction(() => globalThis.backpropLab !== undefined);
    await other.frames(5);
    assert.equal((await other.widgets()).find((item) => item.id === "tour.next"), undefined);
  });
});

test("pictures of each lesson's first and last step", async () => {
  for (const [width, height] of [[1440, 900], [1024, 768]]) {
    await lab.page.setViewportSize({ width, height });
    for (const theme of ["dark", "light"]) {
      await lab.page.emulateMedia({ colorScheme: theme });
      for (const lesson of lessons) {
        for (const step of [1, lesson.steps.length]) {
          await open_lesson(lesson.lesson, step);
          await lab.page.mouse.move(5, height - 5);
          await lab.frames(4);
          const bytes = await lab.screenshot(
            `lesson-${lesson.lesson}-${step === 1 ? "first" : "last"}-${width}x${height}-${theme}`);
          assert.ok(bytes.length > 20000);
        }
      }
    }
  }
});
