// The app routes by fragments that begin with a slash. A fragment without one (a skip link's
// "#main", an empty "#") is not a route: the router would panic on it. This listener stands
// before the app's own, keeps the last good route in the address and moves the focus instead.
(() => {
  const isRoute = (hash) => hash.startsWith("#/");
  let route = isRoute(location.hash) ? location.hash : "#/";
  if (location.hash !== "" && !isRoute(location.hash)) {
    history.replaceState(history.state, "", route);
  }
  const guard = (event) => {
    if (isRoute(location.hash)) {
      route = location.hash;
      return;
    }
    event.stopImmediatePropagation();
    const target = document.getElementById(decodeFragment(location.hash.slice(1)));
    history.replaceState(history.state, "", route);
    if (target) {
      if (!target.hasAttribute("tabindex")) {
        target.setAttribute("tabindex", "-1");
      }
      target.focus();
      target.scrollIntoView();
    }
  };
  const decodeFragment = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  // The app may change the address without an event (history.pushState), so the last good
  // route is read when a link is about to be followed.
  addEventListener("click", () => {
    if (isRoute(location.hash)) {
      route = location.hash;
    }
  }, { capture: true });
  addEventListener("popstate", guard, { capture: true });
  addEventListener("hashchange", guard, { capture: true });
})();
