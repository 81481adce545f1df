import assert from "node:assert/strict";
import test from "node:test";
import { adviceOf, fieldsOf, issueOf } from "../../src/Web/js/model/issues.js";
import { History } from "../../src/Web/js/model/history.js";
import { lengthOf, snap, turn } from "../../src/Web/js/model/geometry.js";
import * as P from "../../src/Web/js/model/project.js";
import * as O from "../../src/Web/js/model/outline.js";
import { namePlaces } from "../../src/Web/js/model/names.js";
import * as Panel from "../../src/Web/js/model/panel.js";
import { bottlenecksOf, gapOf, movedOf, titleOf } from "../../src/Web/js/model/bottlenecks.js";

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

test("a pour comes where it helps, always or never", () => {
  const chosen = (pour) => P.pourChoice(P.withRule(P.emptyProject(), "pour", pour));
  assert.deepEqual([undefined, null, "auto", true, {}, { net: "AGND" }, false].map(chosen), ["where it helps", "where it helps", "where it helps", "always", "always", "always", "never"]);
  assert.deepEqual(Object.keys(P.pours).map((choice) => chosen(P.pours[choice])), Object.keys(P.pours));
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

test("sockets behind the same gap are one bottleneck, with its measure between the modules", () => {
  const project = board({ x: 0, y: 0 }, { x: 10.4, y: 1 });
  const [a, b] = project.modules.map((module) => module.id);
  const blocked = (net, y) => issueOf({ code: "ROUTING_BLOCKED", severity: "error", message: `${net} of led at (5, ${y}) mm: the gap of 0.4 mm holds no track; move led by (1, 0) mm, routed so`,
    text: `ROUTING_BLOCKED moduleId=${a} net=${net} socket=${net} xMm=5 yMm=${y} reason=gap between=[${a},${b}] gapMm=0.4 gaps=1 fits=0 needed=2 nets=[A,B] moveModuleIds=[${b}] moveXmm=[1] moveYmm=[0] confirmed=true` });
  const [one, ...more] = bottlenecksOf([issueOf("OTHER a=1"), blocked("A", -1), blocked("B", 1)]);
  assert.equal(more.length, 0);
  assert.equal(titleOf(one, project), "A and B of led stay open");
  assert.equal(one.why, "The gap of 0.4 mm holds no track; move led by (1, 0) mm, routed so.");
  assert.deepEqual(gapOf(one, project, library), [{ x: 5, y: 0 }, { x: 5.4, y: 0 }]);
  assert.deepEqual(one.moves, [{ id: b, x: 1, y: 0 }]);
});

test("an outline's fillets are cut to half of the shorter edge, and arcs bulge outwards", () => {
  const square = [{ x: -10, y: -10, r: 100 }, { x: 10, y: -10, r: 100 }, { x: 10, y: 10, r: 100 }, { x: -10, y: 10, r: 100 }];
  for (const { x, y } of O.polygonOf(square)) assert.ok(Math.abs(Math.hypot(x, y) - 10) < 1e-9);
  const round = O.withShape({ ...P.emptyProject(), size: { width: 40, height: 20 } }, "round");
  assert.deepEqual(round.size, { width: 40, height: 20 });
  assert.deepEqual(O.withOutline(round, null).pcbOptions.outline, undefined);
});

for (const shape of Object.keys(O.shapes)) test(`the shape ${shape} fills the board and is stretched with it`, () => {
  const project = O.withShape(P.emptyProject(), shape);
  assert.deepEqual(project.size, P.emptyProject().size);
  assert.match(O.pathOf(O.outlineOf(project)), /^M.*Z$/);
  assert.deepEqual(P.withSize(project, 100, 50).size.height, 50);
});

test("a corner is made, moved and removed, but three are left", () => {
  const nodes = O.outlineOf(O.withShape(P.emptyProject(), "hexagon"));
  const more = O.withNodeAfter(nodes, 5, { x: -38, y: -1 });
  assert.equal(more.length, 7);
  assert.deepEqual(O.withoutNode(more, 6), nodes);
  assert.equal(O.withoutNode(nodes.slice(0, 3), 1).length, 3);
});

test("a panel is as large as its boards, gaps and rails", () => {
  const spec = Panel.usualPanel(), board = { width: 30, height: 20 };
  assert.deepEqual(Panel.sizeOf(spec, board), { width: 62, height: 56 });
  assert.deepEqual(Panel.copiesOf(spec, board)[3], { x: 32, y: 29 });
  const scored = { ...spec, separation: "vcut", rails: { sides: "all", width: 5 } };
  assert.deepEqual(Panel.sizeOf(scored, board), { width: 70, height: 50 });
  assert.equal(Panel.requestOf(scored).gap, 0);
  assert.match(Panel.problemOf({ ...spec, columns: 20 }, board), /500 mm/);
});

test("what was moved is told with its ways", () => {
  const project = board({ x: 0, y: 0 }), [{ id }] = project.modules;
  assert.equal(movedOf([{ id, x: -0.5, y: 0 }], project), "led 0.5 mm to the left.");
  assert.equal(movedOf([{ id, x: 1, y: 0.25 }, { id: "gone", x: 0, y: -2 }], project), "led 1 mm to the right and 0.25 mm down and gone 2 mm up.");
});

test("names of modules lie on no other name, and on no other module where there is room", () => {
  const box = (left, top, width = 10, height = 8) => ({ left, top, right: left + width, bottom: top + height });
  const name = "a name of some length";
  const [alone] = namePlaces([{ text: name, box: box(0, 0) }], 2);
  assert.deepEqual(alone, { x: 5, y: 8.5 });

  const beside = namePlaces([{ text: name, box: box(0, 0) }, { text: name, box: box(11, 0) }], 2);
  assert.deepEqual(beside, [{ x: 5, y: 8.5 }, { x: 16, y: -2.5 }]);

  const [over] = namePlaces([{ text: "short", box: box(0, 0) }, { text: "other", box: box(0, 9) }], 2);
  assert.equal(over.y, -2.5);

  const crowd = namePlaces(Array.from({ length: 40 }, () => ({ text: name, box: box(0, 0) })), 2);
  const shown = crowd.filter((at) => at !== null);
  assert.ok(shown.length >= 2 && shown.length < 40);
  for (const [i, a] of shown.entries()) for (const b of shown.slice(i + 1)) assert.ok(Math.abs(a.y - b.y) > 2 || Math.abs(a.x - b.x) > name.length * 2 * 0.56);
});
