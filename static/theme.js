// Sets the chosen theme before the first paint, so that a dark page never flashes white.
// Without a choice the attribute is absent and the style follows the system.
(() => {
  try {
    const theme = localStorage.getItem("faultline.theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // Storage may be forbidden; the system's theme is a good answer then.
  }
})();
