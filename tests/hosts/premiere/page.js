// In a browser what UXP gives: require, with the fake program behind it. `SETTING` is put before this.
window.SETTING_NOW = SETTING;
const cached = new Map();

function moduleAt(url) {
  if (!cached.has(url)) {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.send();
    const module = { exports: {} };
    cached.set(url, module);
    const near = (name) => window.require(name, url);
    new Function("require", "module", "exports", request.responseText)(near, module, module.exports);
  }
  return cached.get(url).exports;
}

const given = {
  uxp: () => ({ host: { version: SETTING.version, uiLocale: SETTING.locale } }),
  os: () => ({ homedir: () => SETTING.home, platform: () => "linux" }),
  fs: () => ({
    readFileSync: (path) => {
      if (!SETTING.announcement || !path.startsWith(SETTING.home)) throw new Error("ENOENT");
      return SETTING.announcement;
    },
  }),
  premierepro: () => window.program.app(),
};

window.require = (name, from = document.baseURI) => {
  if (name.startsWith(".")) {
    const url = new URL(name, from).href;
    return moduleAt(url.endsWith(".js") ? url : `${url}.js`);
  }
  return given[name]();
};

function openProgram() {
  const { Fake } = moduleAt(new URL(`${SETTING.fake}/fake.js`, document.baseURI).href);
  const { build, world } = moduleAt(new URL(`${SETTING.fake}/world.js`, document.baseURI).href);
  window.model = SETTING.told ? build(SETTING.told, SETTING.looks, 1) : null;
  const tracks = window.model ? window.model.tracks.length : 0;
  const long = () => 254016000000n * 3600n;
  window.program = new Fake(SETTING.signatures, Number(SETTING.version), () => window.model, long);
  window.world = () => world(window.model, tracks);
}
openProgram();
