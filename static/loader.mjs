// Tells how far the program has come while it loads, and what to do when it does not start.
export default function loader() {
  const bar = document.getElementById("loading-bar");
  const failure = document.getElementById("loading-failure");
  return {
    onProgress: ({ current, total }) => {
      if (bar && total > 0) {
        bar.max = total;
        bar.value = current;
      }
    },
    onFailure: (reason) => {
      bar?.remove();
      if (failure) {
        failure.hidden = false;
        document.getElementById("loading-reason").textContent = String(reason);
      }
      console.error(reason);
    },
  };
}
