// The map that can be moved, in the place of the drawn one: the same search, the same land or the
// tiles that the server has, and every place a button. It is brought when the map comes into
// view, where the browser can draw it; whatever fails, the drawing stays.

/** Places nearer to each other than so many pixels are one circle. */
const CLOSE = 44;
/** How near the map goes: nearer than this, the outlines of land say nothing more. */
const NEAREST = 11;
/** The same where there are tiles. */
const NEAREST_TILES = 16;
/** How near it goes by itself to show one place among its neighbours. */
const NEAR = 10;
/** What stays free around the places, in pixels: on the right lie the buttons of the map. */
const MARGIN = { top: 40, bottom: 48, left: 40, right: 80 };
/** Half a side of what is searched around one place, in degrees. */
const AROUND = 0.0125;
/** From here on land is finer and towns are named: of a wider part nobody knows which are
 * worth it. */
const NAMED = 7.5;
/** How many things a place lists before it leads to all of them. */
const LISTED = 5;

const dark = matchMedia("(prefers-color-scheme: dark)");
let library;
/** The one map of the page: results that are replaced keep it. */
let stage;

/** What is known of the server's own tiles, which are read part by part. */
async function ground(gl, tiles) {
  const { pmtiles } = await import(tiles.program);
  const archive = new pmtiles.PMTiles(new URL(tiles.address, location).href);
  const protocol = new pmtiles.Protocol();
  protocol.add(archive);
  gl.addProtocol("pmtiles", protocol.tile);
  const { tileType } = await archive.getHeader();
  const { vector_layers: named = [] } = (await archive.getMetadata()) ?? {};
  const isDrawn = tileType === pmtiles.TileType.Mvt;
  const credit = document.createElement("span");
  credit.textContent = tiles.credit;
  return {
    source: { type: isDrawn ? "vector" : "raster", url: `pmtiles://${archive.source.getKey()}`, ...(isDrawn ? {} : { tileSize: 256 }) },
    names: isDrawn ? named.map(({ id }) => id) : undefined,
    credit: `${credit.innerHTML} | <a href="${tiles.terms}" target="_top">PMTiles</a> | `,
  };
}

/** The layers of what is beneath the places: of tiles those that the archive has, by the names
 * of Protomaps. */
function layers(ground, { sea, land, ink }) {
  const all = [
    { id: "sea", type: "background", paint: { "background-color": sea } },
    // Beyond what the tiles show there is land too.
    { id: "land", type: "fill", source: "land", paint: { "fill-color": land } },
  ];
  if (!ground) return all;
  if (!ground.names) return [...all, { id: "ground", type: "raster", source: "ground" }];
  const of = (name, type, paint, more = {}) => ({ id: `ground-${name}`, type, source: "ground", "source-layer": name, paint, ...more });
  const wide = (far, near) => ["interpolate", ["exponential", 1.6], ["zoom"], 6, far, 16, near];
  const drawn = [
    of("earth", "fill", { "fill-color": land }),
    of("landuse", "fill", { "fill-color": ink, "fill-opacity": 0.05 }),
    of("water", "fill", { "fill-color": sea }, { filter: ["==", ["geometry-type"], "Polygon"] }),
    of("buildings", "fill", { "fill-color": ink, "fill-opacity": 0.12 }),
    of("boundaries", "line", { "line-color": ink, "line-opacity": 0.4, "line-dasharray": [3, 2] }),
    of("roads", "line", { "line-color": ink, "line-opacity": 0.25, "line-width": wide(0.3, 6) }),
  ];
  return [...all, ...drawn.filter((layer) => ground.names.includes(layer["source-layer"]))];
}

/** The library and its style, brought once. */
function bring(told) {
  library ??= (async () => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = told.style;
    const styled = new Promise((resolve, reject) => {
      link.addEventListener("load", resolve);
      link.addEventListener("error", () => reject(new Error(`${told.style} is not here`)));
    });
    document.head.append(link);
    const [gl] = await Promise.all([import(told.program), styled]);
    gl.setWorkerUrl(new URL(told.worker, location).href);
    // Tiles that cannot be read are no reason to show no map.
    return { gl, ground: told.tiles && (await ground(gl, told.tiles).catch(() => undefined)) };
  })();
  return library;
}

async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return response;
}

/** Whether the browser can draw it, and nobody asked it to spare what it brings. */
function canDraw() {
  if (navigator.connection?.saveData) return false;
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/** The address with a part of the map added. */
function within(address, [west, south, east, north]) {
  const box = [south, west, north, east].map((degrees) => degrees.toFixed(4)).join(",");
  return `${address}${address.includes("?") ? "&" : "?"}box=${box}`;
}

/** The part of the map around places: west, south, east, north. */
function around(places) {
  const [longitudes, latitudes] = [0, 1].map((axis) => places.map((point) => point[axis]));
  return [
    Math.max(Math.min(...longitudes) - AROUND, -180),
    Math.max(Math.min(...latitudes) - AROUND, -90),
    Math.min(Math.max(...longitudes) + AROUND, 180),
    Math.min(Math.max(...latitudes) + AROUND, 90),
  ];
}

/** Degrees of longitude as addresses have them. */
function turned(longitude) {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}

/** What is seen of the earth: west, south, east, north. */
function seen(map) {
  const bounds = map.getBounds();
  const whole = bounds.getEast() - bounds.getWest() >= 360;
  return [
    whole ? -180 : turned(bounds.getWest()),
    Math.max(bounds.getSouth(), -90),
    whole ? 180 : turned(bounds.getEast()),
    Math.min(bounds.getNorth(), 90),
  ];
}

class Stage {
  /** Draws a map into an element that is in the figure already. */
  constructor({ gl, ground }, told, places, figure) {
    this.gl = gl;
    this.ground = ground;
    this.nearest = ground ? NEAREST_TILES : NEAREST;
    this.told = told;
    this.box = document.createElement("div");
    this.box.className = "moving";
    this.here = document.createElement("a");
    this.here.className = "button here";
    this.here.target = "_top";
    this.here.hidden = true;
    this.here.textContent = told.words.searchHere;
    this.markers = new Map();
    this.names = [];
    this.put(figure);
    const { words } = told;
    this.map = new gl.Map({
      container: this.box,
      style: {
        version: 8,
        transition: { duration: 0, delay: 0 },
        sources: {
          land: { type: "geojson", data: new URL(told.land, location).href },
          ...(ground && { ground: ground.source }),
          places: {
            type: "geojson",
            data: places,
            cluster: true,
            clusterRadius: CLOSE,
            clusterMaxZoom: this.nearest,
            // A circle is of a town if all of its places are.
            clusterProperties: {
              found: ["+", ["get", "found"]],
              town: [["case", ["==", ["accumulated"], ["get", "town"]], ["accumulated"], ""], ["coalesce", ["get", "town"], ""]],
              town_longitude: ["max", ["coalesce", ["get", "town_longitude"], 0]],
              town_latitude: ["max", ["coalesce", ["get", "town_latitude"], 0]],
            },
          },
        },
        layers: [
          ...layers(ground, this.colors()),
          // Nothing is seen of it: what a source holds is known where a layer shows it.
          { id: "places", type: "circle", source: "places", paint: { "circle-opacity": 0 } },
        ],
      },
      ...this.view(places),
      maxZoom: this.nearest + 1,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: true,
      fadeDuration: 0,
      attributionControl: false,
      locale: {
        "Map.Title": words.map,
        "NavigationControl.ZoomIn": words.nearer,
        "NavigationControl.ZoomOut": words.farther,
        "Popup.Close": words.close,
        "AttributionControl.ToggleAttribution": words.sources,
        "CooperativeGesturesHandler.WindowsHelpText": words.scroll,
        "CooperativeGesturesHandler.MacHelpText": words.scrollOnMac,
        "CooperativeGesturesHandler.MobileHelpText": words.fingers,
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new gl.NavigationControl({ showCompass: false }));
    this.map.addControl(new gl.ScaleControl());
    const terms = `<a href="${told.terms}" target="_top">MapLibre</a>`;
    this.map.addControl(new gl.AttributionControl({ compact: false, customAttribution: `${ground?.credit ?? ""}Natural Earth | GeoNames | ${terms}` }));
    this.map.on("movestart", () => this.box.setAttribute("aria-busy", "true"));
    this.map.on("idle", () => this.mark());
    this.map.on("idle", () => this.look().catch(() => {}));
    this.map.on("moveend", () => this.offer());
    dark.addEventListener("change", () => this.paint());
  }

  /** Ends when the map is drawn. */
  drawn() {
    return new Promise((resolve, reject) => {
      this.map.once("load", resolve);
      this.map.on("error", ({ error }) => reject(error));
    });
  }

  /** Stands in a figure, over its drawing. */
  put(figure) {
    this.drawing = figure.querySelector("svg");
    figure.append(this.box, this.here);
  }

  /** Shows what another search finds, in its figure. */
  async turn(told, places, figure) {
    this.told = told;
    this.put(figure);
    this.map.resize();
    this.here.hidden = true;
    this.isReady = false;
    // What was found changes which towns are named.
    this.near = null;
    this.popup?.remove();
    this.map.getSource("places").setData(places);
    const { bounds, fitBoundsOptions } = this.view(places);
    this.map.fitBounds(bounds, { ...fitBoundsOptions, animate: false });
  }

  view({ bbox: [west, south, east, north] }) {
    const bounds = [[west, south], [east < west ? east + 360 : east, north]];
    return { bounds, fitBoundsOptions: { padding: MARGIN, maxZoom: NEAR } };
  }

  /** The colors of the drawing, which are those of the page. */
  colors() {
    const of = (name) => getComputedStyle(this.drawing.querySelector(name)).fill;
    return { sea: of(".sea"), land: of(".land"), ink: getComputedStyle(this.drawing).color };
  }

  paint() {
    for (const { id, paint = {} } of layers(this.ground, this.colors())) {
      for (const [name, value] of Object.entries(paint)) this.map.setPaintProperty(id, name, value);
    }
  }

  /** A button for each place that is seen; one that stays keeps the focus. */
  mark() {
    this.isReady = true;
    const kept = new Map();
    for (const feature of this.map.querySourceFeatures("places")) {
      const { cluster_id: cluster, found, town, town_longitude: longitude, town_latitude: latitude } = feature.properties;
      const { coordinates } = feature.geometry;
      const at = coordinates.map((degrees) => degrees.toFixed(3)).join();
      const key = cluster === undefined ? `${at} ${found}` : `${cluster} ${found}`;
      if (kept.has(key)) continue;
      const marker = this.markers.get(key) ?? this.marker(coordinates, cluster, found);
      marker.of = { found, town, centre: [longitude, latitude] };
      kept.set(key, marker);
      this.markers.delete(key);
    }
    for (const marker of this.markers.values()) {
      if (marker.getElement() === document.activeElement) this.map.getCanvas().focus();
      marker.remove();
    }
    this.markers = kept;
    this.box.removeAttribute("aria-busy");
  }

  /** Looks nearer at what is seen: finer land, and the towns. */
  async look() {
    const part = this.map.getZoom() < NAMED ? undefined : within(this.told.near, seen(this.map));
    if (part === this.near) return;
    this.near = part;
    const [land, ...towns] = part ? (await (await read(part)).json()).features : [];
    // Somebody has moved it meanwhile.
    if (part !== this.near) return;
    if (land || this.isFine) this.map.getSource("land")?.setData(land ?? new URL(this.told.land, location).href);
    this.isFine = land !== undefined;
    // Pictures of a map say the names themselves.
    this.name(this.ground && !this.ground.names ? [] : towns);
  }

  /** The names of towns as far as there is room: first of those where something was found, each
   * below its place unless that lies apart from the town, then of those around. Whoever hears the
   * page hears the list, and no name is read twice. */
  name(towns) {
    for (const name of this.names) name.remove();
    this.names = [];
    const markers = [...this.markers.values()];
    const buttons = markers.map((one) => this.map.project(one.getLngLat()));
    const there = ({ of: { found, town: name, centre } }, number) => {
      const [button, at] = [buttons[number], this.map.project(centre)];
      const isFound = button.dist(at) < CLOSE;
      return { found, name, centre, isFound, at: isFound ? button : at, point: isFound ? markers[number].getLngLat() : centre };
    };
    const found = markers.map((one, number) => one.of.town && there(one, number)).filter(Boolean);
    found.sort((one, other) => other.isFound - one.isFound || other.found - one.found);
    const around = towns.map(({ geometry: { coordinates }, properties: { name } }) => (
      { name, centre: coordinates, isFound: false, at: this.map.project(coordinates), point: coordinates }
    ));
    const taken = buttons.map(({ x, y }) => [x - 20, y - 20, x + 20, y + 20]);
    const named = new Set();
    for (const { name, centre, point, at: { x, y }, isFound } of [...found, ...around]) {
      const key = `${name} ${centre.map((degrees) => degrees.toFixed(3)).join()}`;
      if (named.has(key)) continue;
      const [top, half] = [y + (isFound ? 20 : 0), name.length * 4 + 4];
      const block = [x - half, top, x + half, top + 22];
      const isOver = ([left, above, right, below]) => block[0] < right && block[2] > left && block[1] < below && block[3] > above;
      const others = isFound ? taken.slice(buttons.length) : taken;
      if (others.some(isOver)) continue;
      taken.push(block);
      named.add(key);
      const element = document.createElement("span");
      element.className = isFound ? "town found" : "town";
      element.setAttribute("aria-hidden", "true");
      element.textContent = name;
      const marker = new this.gl.Marker({ element, anchor: "top", offset: [0, isFound ? 20 : 0] });
      this.names.push(marker.setLngLat(point).addTo(this.map));
    }
  }

  marker(coordinates, cluster, found) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "place";
    button.textContent = found;
    button.setAttribute("aria-label", `${this.told.words.here}: ${found}`);
    button.addEventListener("click", () => {
      // What cannot be listed here is found by the search, as without this program.
      const whole = within(this.told.search, around([coordinates]));
      this.open(coordinates, cluster, button).catch(() => open(whole, "_top"));
    });
    return new this.gl.Marker({ element: button }).setLngLat(coordinates).addTo(this.map);
  }

  /** Goes nearer where that tells places apart, and lists what is at one that it does not. */
  async open(coordinates, cluster, button) {
    let all = [coordinates];
    if (cluster !== undefined) {
      const source = this.map.getSource("places");
      const zoom = await source.getClusterExpansionZoom(cluster);
      if (zoom <= this.nearest) {
        this.map.getCanvas().focus();
        // Somebody who wants less motion is there at once.
        this.map.easeTo({ center: coordinates, zoom });
        return;
      }
      const leaves = await source.getClusterLeaves(cluster, Infinity, 0);
      all = leaves.map((leaf) => leaf.geometry.coordinates);
    }
    await this.list(coordinates, around(all), button);
  }

  /** Lists what was found in a part of the map, beside its place. */
  async list(coordinates, part, button) {
    const response = await read(within(this.told.list, part));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const items = [...page.querySelectorAll("ul.list > li")];
    const list = document.createElement("ul");
    list.append(...items.slice(0, LISTED).map((item) => document.importNode(item, true)));
    const all = document.createElement("a");
    all.href = within(this.told.search, part);
    all.target = "_top";
    all.textContent = this.told.words.searchHere;
    const content = document.createElement("div");
    content.append(list, all);
    this.popup?.remove();
    const popup = new this.gl.Popup({ maxWidth: "14rem", offset: 22 });
    this.popup = popup.setLngLat(coordinates).setDOMContent(content).addTo(this.map);
    content.addEventListener("keydown", ({ key }) => key === "Escape" && popup.remove());
    popup.on("close", () => button.isConnected && button.focus());
  }

  /** Offers to search in what is seen, once somebody has moved the map. */
  offer() {
    if (!this.isReady) return;
    this.here.href = within(this.told.search, seen(this.map));
    this.here.hidden = false;
  }
}

/** One figure after the other, so that there is one map. */
let before = Promise.resolve();

function show(figure) {
  before = before.then(() => put(figure));
}

/** Puts the map over the drawing of a figure. */
async function put(figure) {
  const told = JSON.parse(figure.dataset.map);
  try {
    const [brought, places] = await Promise.all([bring(told), read(told.places).then((it) => it.json())]);
    // Results were replaced while it was brought.
    if (!figure.isConnected || !places.bbox) return;
    if (stage) {
      await stage.turn(told, places, figure);
    } else {
      const first = new Stage(brought, told, places, figure);
      await first.drawn();
      stage = first;
      if (!figure.isConnected) return;
    }
    figure.classList.add("moved");
  } catch (error) {
    figure.querySelector(".moving")?.remove();
    console.warn("the map stays a drawing:", error);
  }
}

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    if (stage || canDraw()) show(target);
  }
});

/** Waits until the map of the page, if there is one, comes into view. */
function look() {
  watcher.disconnect();
  const figure = document.querySelector("figure[data-map]");
  if (figure) watcher.observe(figure);
}

document.addEventListener("results", look);
look();
