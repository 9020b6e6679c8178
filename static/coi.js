// Cross-origin isolation for static hosts that cannot set response headers. The same file is
// the page's script and the service worker that it registers: the worker answers the page's
// own requests with the headers added, and one reload later the page is isolated. On a host
// that sends the headers itself, nothing happens here.
"use strict";

if (typeof document === "undefined") {
  serveIsolated();
} else {
  askForIsolation(document.currentScript.src);
}

function serveIsolated() {
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const foreign = new URL(request.url).origin !== location.origin;
    // A browser asks "only-if-cached" across modes in its developer tools; fetch would throw.
    const cacheOnly = request.cache === "only-if-cached" && request.mode !== "same-origin";
    if (!foreign && !cacheOnly) {
      event.respondWith(fetch(request).then(isolated));
    }
  });
}

function isolated(response) {
  // An opaque or redirected-by-hand answer has no headers that could be set.
  if (response.status === 0) {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const { status, statusText } = response;
  const body = [101, 204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}

async function askForIsolation(script) {
  const key = "faultline.isolation-reloads";
  const reloadsMax = 2;
  // A frame is isolated only when its embedder is, so reloading it cannot help.
  const impossible = !isSecureContext || !("serviceWorker" in navigator) || self !== top;
  try {
    if (crossOriginIsolated) {
      sessionStorage.removeItem(key);
      return;
    }
    const reloads = Number(sessionStorage.getItem(key) ?? 0);
    if (impossible || reloads >= reloadsMax) {
      return;
    }
    // Taken before the registration, which might otherwise claim the page unheard.
    const controlled = navigator.serviceWorker.controller
      ? Promise.resolve()
      : new Promise((resolve) => {
          navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
        });
    await navigator.serviceWorker.register(script);
    await controlled;
    sessionStorage.setItem(key, String(reloads + 1));
    location.reload();
  } catch {
    // Workers or storage may be forbidden; the page then runs without shared memory.
  }
}
