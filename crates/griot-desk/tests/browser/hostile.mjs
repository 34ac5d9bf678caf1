// 220 kinds of script payload: twenty ways to run a script, each in eleven wrappings. Written for this test.
const ways = [
  '<script>RUN</script>', '<img src=x onerror=RUN>', '<svg onload=RUN>', '<svg><script>RUN</script></svg>',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>', '<a href="javascript:RUN">x</a>', '<body onload=RUN>',
  '<input autofocus onfocus=RUN>', '<details open ontoggle=RUN>', '<video><source onerror=RUN></video>',
  '<math><mtext><table><mglyph><style><img src=x onerror=RUN>', '<object data="javascript:RUN"></object>',
  '<embed src="javascript:RUN">', '<form action="javascript:RUN"><button>x</button></form>', '<base href="//evil.invalid/">',
  '<meta http-equiv="refresh" content="0;url=javascript:RUN">', '<link rel="stylesheet" href="//evil.invalid/x.css">',
  '<style>@import "//evil.invalid/y.css";</style>', '<template><script>RUN</script></template>', '<xss style="animation-name:x" onanimationstart=RUN>',
];
const wrappings = [
  (it) => it, (it) => `">${it}`, (it) => `'>${it}`, (it) => `</title>${it}`, (it) => `</textarea>${it}`, (it) => `-->${it}`,
  (it) => `]]>${it}`, (it) => `</style>${it}`, (it) => `\u202e${it}`, (it) => it.replace(/</g, '\uff1c') + it, (it) => `{{constructor.constructor('ran=1')()}}${it}`,
];
export const payloads = ways.flatMap((way) => wrappings.map((wrap) => wrap(way.replaceAll('RUN', "window.ran=1"))));
