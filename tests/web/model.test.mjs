import assert from "node:assert/strict";
import test from "node:test";
import { adviceOf, fieldsOf, issueOf } from "../../src/Web/js/model/issues.js";
import { History } from "../../src/Web/js/model/history.js";
import { lengthOf, snap, turn } from "../../src/Web/js/model/geometry.js";
import * as P from "../../src/Web/js/model/project.js";

const kind = { key: "led_1.0", name: "led", version: "1.0", zones: [{ x: -5, y: -3, width: 10, height: 6 }], frame: { x: -5, y: -3, width: 10, height: 6 }, sockets: [], picture: "" };
const library = new Map([[kind.key, kind]]);
const board = (...places) => places.reduce((project, at) => P.addModule(project, kind, at), P.emptyProject());
const all = (project) => new Set(project.modules.map((module) => module.id));

test("a project keeps what the editor does not know", () => {
  const text = JSON.stringify({ size: { width: 30, height: 20, depth: 1 }, modules: [{ name: "a", version: "1", position: { x: 1, y: 2 }, note: "n" }], extra: { a: 1 }, pcbOptions: { rules: { pour: {} }, colour: "red" } });
  const again = JSON.parse(P.serialise(P.parseProject(text)));
  assert.deepEqual([again.extra, again.size.depth, again.modules[0].note, again.pcbOptions.colour, again.pcbOptions.rules], [{ a: 1 }, 1, "n", "red", { pour: {} }]);
  assert.equal(P.serialise(P.parseProject(P.serialise(P.parseProject(text)))).length, P.serialise(P.parseProject(text)).length);
});

for (const [name, text] of Object.entries({
  "no JSON": "<svg/>", "an array": "[]", "null": "null", "no size": '{"modules":[]}', "no modules": '{"size":{"width":1,"height":1}}', "size as text": '{"size":{"width":"1","height":1},"modules":[]}',
  "a module without place": '{"size":{"width":9,"height":9},"modules":[{"name":"a","version":"1"}]}', "too many": JSON.stringify({ size: { width: 9, height: 9 }, modules: Array(201).fill({}) }),
})) test(`a file with ${name} is refused with a sentence`, () => assert.throws(() => P.parseProject(text), P.ProjectError));

test("a byte order mark does no harm", () => assert.equal(P.parseProject('\uFEFF{"size":{"width":9,"height":9},"modules":[]}').modules.length, 0));

test("modules turn about their common centre and four quarter turns change nothing", () => {
  const project = board({ x: 10, y: 0 }, { x: -10, y: 4 });
  const once = P.rotateBy(project, all(project), 90);
  assert.deepEqual(once.modules.map((module) => [module.position.x, module.position.y, module.rotation]), [[2, 12, 90], [-2, -8, 90]]);
  const four = [1, 2, 3].reduce((p) => P.rotateBy(p, all(p), 90), once);
  assert.deepEqual(four.modules, project.modules);
});

test("a drag snaps the module under the pointer and keeps distances", () => {
  const project = board({ x: 0.3, y: 0 }, { x: 7.9, y: 1.1 });
  const moved = P.dragBy(project, all(project), { x: 1.3, y: 2.2 }, project.modules[0].id, 0.5);
  assert.deepEqual(moved.modules.map((module) => module.position), [{ x: 1.5, y: 2 }, { x: 9.1, y: 3.1 }]);
});

test("alignment goes by the zones, also of turned modules", () => {
  let project = board({ x: 0, y: 0 }, { x: 20, y: 10 });
  project = P.rotateBy(project, new Set([project.modules[1].id]), 90);
  const left = P.align(project, all(project), "left", library);
  assert.deepEqual(left.modules.map((module) => P.boxOf(module, kind).left), [-5, -5]);
  const middle = P.align(project, all(project), "middle", library);
  assert.equal(new Set(middle.modules.map((module) => P.boxOf(module, kind).top + P.boxOf(module, kind).bottom)).size, 1);
});

test("distribution makes equal gaps", () => {
  const project = P.distribute(...((p) => [p, all(p), "x", library])(board({ x: 0, y: 0 }, { x: 13, y: 0 }, { x: 50, y: 0 })));
  const boxes = project.modules.map((module) => P.boxOf(module, kind));
  assert.equal(boxes[1].left - boxes[0].right, boxes[2].left - boxes[1].right);
});

test("rules appear and vanish with their last value", () => {
  const ruled = P.withRule(P.emptyProject(), "trackWidth", 0.2);
  assert.deepEqual(ruled.pcbOptions.rules, { trackWidth: 0.2 });
  assert.equal("rules" in P.withRule(ruled, "trackWidth", undefined).pcbOptions, false);
});

test("a name becomes a file's name in any script and leads nowhere", () => {
  const named = (name) => P.fileName({ ...P.emptyProject(), name });
  assert.deepEqual(["Größe 板", "../../etc/passwd", "", "a/b\\c:d"].map(named), ["Größe 板.MakeDevice", "_.._etc_passwd.MakeDevice", "board.MakeDevice", "a_b_c_d.MakeDevice"]);
});

test("history goes back and forth, and typing is one step", () => {
  const history = new History(0);
  history.push(1, "x", 0);
  history.push(2, "x", 100);
  history.push(3, "", 200);
  history.undo();
  assert.equal(history.value, 2);
  history.undo();
  assert.equal(history.value, 0);
  history.undo();
  assert.equal(history.value, 0);
  history.redo();
  history.redo();
  history.redo();
  assert.equal(history.value, 3);
});

test("an issue's fields are read, lists and sentences too", () => {
  const line = "ROUTING_BLOCKED moduleId=a moduleName=led net=SDA between=[b,board-edge] gapMm=0.375 moveModuleIds=[b,c] moveXmm=[0.25,0] moveYmm=[0,-1] confirmed=true";
  assert.equal(fieldsOf(line).gapMm, "0.375");
  assert.deepEqual(adviceOf(issueOf(line)), [{ id: "b", x: 0.25, y: 0 }, { id: "c", x: 0, y: -1 }]);
  assert.equal(fieldsOf("GERBER_INVALID file=a.gbr error=an arc of 3 mm has no centre").error, "an arc of 3 mm has no centre");
  assert.deepEqual(issueOf({ code: "X", severity: "warning", text: "X moduleIds=[a,b]", message: "Two." }).modules, ["a", "b"]);
  assert.deepEqual(adviceOf(issueOf("ROUTING_BLOCKED moveModuleIds=[] moveXmm=[] moveYmm=[]")), []);
});

test("right angles are exact and coordinates are tidy", () => {
  assert.deepEqual([0, 90, 180, 270, -90, 450].map((degrees) => turn({ x: 1, y: 2 }, degrees)),
    [{ x: 1, y: 2 }, { x: -2, y: 1 }, { x: -1, y: -2 }, { x: 2, y: -1 }, { x: 2, y: -1 }, { x: -2, y: 1 }]);
  assert.deepEqual([snap(0.30000000004, 0.1), snap(1.26, 0.5), snap(1.2345, 0)], [0.3, 1.5, 1.235]);
  assert.equal(lengthOf([0, 0, 3, 4, 3, 5]), 6);
});
