using System.Text.Encodings.Web;
using System.Text.Json;

namespace MakeDevice.Routing.Diagnostics;

/// <summary>One page (HTML without outside references) that plays a trace: its pictures, and the figures of every round.</summary>
public static class TracePage
{
    /// <param name="lines">Of <see cref="TraceLine"/>, in order.</param>
    /// <param name="frames">Of <see cref="TraceFrame"/>, numbered from 0.</param>
    public static string Html(IEnumerable<string> lines, IEnumerable<string> frames)
    {
        // The default encoder writes <, > and & as escapes, so that nothing in the data can end the script.
        var pictures = string.Join(",\n", frames.Select(frame => $"\"{JavaScriptEncoder.Default.Encode(frame)}\""));
        return Before + $"const rounds = [\n{string.Join(",\n", lines)}\n];\nconst frames = [\n{pictures}\n];\n" + After;
    }

    private const string Before = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Router trace</title>
        <style>
        body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; color: #222; background: #fff; display: grid; grid-template-columns: minmax(0, 3fr) minmax(18rem, 1fr); gap: 1rem; }
        #controls { grid-column: 1 / 3; display: flex; gap: .6rem; align-items: center; }
        #at { flex: 1; }
        #picture svg { width: 100%; max-height: 82vh; border: 1px solid #ccc; }
        table { border-collapse: collapse; width: 100%; } td { padding: .15rem .4rem; border-bottom: 1px solid #eee; } td + td { text-align: right; }
        #nets { color: #666; overflow-wrap: anywhere; }
        #curve { width: 100%; height: 6rem; border: 1px solid #ccc; }
        </style></head><body>
        <div id="controls"><button id="play" type="button">Play</button><input id="at" type="range" min="0" value="0" aria-label="Round"><span id="label"></span></div>
        <div id="picture"></div>
        <div><table id="figures"></table><p>Overuse by round</p><svg id="curve" viewBox="0 0 100 40" preserveAspectRatio="none"></svg><p id="nets"></p></div>
        <script>

        """;

    private const string After = """
        const byId = id => document.getElementById(id);
        const at = byId('at');
        at.max = Math.max(0, frames.length - 1);
        const most = Math.max(1, ...rounds.map(round => round.overuse));
        const x = frame => 100 * frame / Math.max(1, frames.length - 1);
        const curve = rounds.map(round => `${x(round.frame)},${39 - 37 * round.overuse / most}`).join(' ');
        function show() {
          const frame = Number(at.value);
          byId('picture').innerHTML = frames[frame] ?? '';
          const sides = rounds.filter(round => round.frame === frame);
          const sum = name => sides.reduce((total, round) => total + round[name], 0);
          const first = sides[0] ?? { stage: 'finished', round: '', overuse: 0, nodesExpanded: 0 };
          byId('label').textContent = `${frame + 1} of ${frames.length}`;
          const figures = [['stage', first.stage], ['round', first.round], ['sockets joined', `${sum('connected')} of ${sum('sockets')}`], ['overuse', first.overuse],
            ['nodes expanded', first.nodesExpanded], ['copper mm', sum('copperMm').toFixed(1)], ['vias', sum('vias')]];
          byId('figures').replaceChildren(...figures.map(cells => {
            const row = document.createElement('tr');
            row.append(...cells.map(cell => Object.assign(document.createElement('td'), { textContent: cell })));
            return row;
          }));
          byId('nets').textContent = 'Ripped up and routed again: ' + (sides.flatMap(round => round.nets).join(', ') || 'none');
          byId('curve').innerHTML = `<polyline points="${curve}" fill="none" stroke="#c22" stroke-width="0.6"/><line x1="${x(frame)}" x2="${x(frame)}" y1="0" y2="40" stroke="#24c" stroke-width="0.4"/>`;
        }
        let timer = 0;
        byId('play').onclick = () => {
          if (timer) { clearInterval(timer); timer = 0; }
          else {
            if (Number(at.value) >= frames.length - 1) { at.value = 0; }
            timer = setInterval(() => {
              if (Number(at.value) >= frames.length - 1) { byId('play').onclick(); return; }
              at.value = Number(at.value) + 1;
              show();
            }, 300);
            show();
          }
          byId('play').textContent = timer ? 'Pause' : 'Play';
        };
        at.oninput = show;
        show();
        </script></body></html>

        """;
}
