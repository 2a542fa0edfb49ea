"""What bench/studio.py puts into the page: clocks that start at an event and stop when the answer is drawn."""

SCRIPT = """
window.bench = (() => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const sign = (wanted) => {
    const found = document.querySelector(wanted);
    if (!found) return null;
    if (found.tagName === "VIDEO") return found.currentTime;
    if (found.tagName === "CANVAS") return found.dataset.shown ?? null;
    return found.id;
  };
  let answered, deltas = [], running = false;
  const drawn = async (wanted, before, began) => {
    const video = wanted === "video" ? document.querySelector("video") : null;
    if (video) await new Promise((done) => video.addEventListener("seeked", done, { once: true }));
    for (;;) {
      const now = sign(wanted);
      if (now !== null && now !== before) break;
      await frame();
    }
    await frame();
    return performance.now() - began;
  };
  return {
    arm(wanted) {
      const before = sign(wanted);
      answered = new Promise((done) =>
        addEventListener("keydown", () => done(drawn(wanted, before, performance.now())), {
          once: true, capture: true,
        }));
    },
    answer: () => answered,
    begin() {
      deltas = [];
      running = true;
      let last = performance.now();
      const note = (now) => {
        deltas.push(now - last);
        last = now;
        if (running) requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    },
    end() {
      running = false;
      return deltas.slice(2);
    },
    async readAll(wanted, list, count) {
      const began = performance.now();
      const room = document.querySelector(wanted), grid = document.querySelector(list);
      const step = grid.querySelector(".crop").offsetWidth + 4;
      const rows = Math.floor(count / Math.floor((grid.clientWidth + 4) / step));
      const bare = document.head.appendChild(document.createElement("style"));
      bare.textContent = "* { background-image: none !important }"; // reading is not looking
      while (grid.clientHeight < rows * step - 8) {
        room.scrollTop = room.scrollHeight;
        await new Promise((done) => setTimeout(done, 20));
      }
      bare.remove();
      return performance.now() - began;
    },
    async scroll(wanted, frames, step) {
      const room = document.querySelector(wanted);
      for (let i = 0; i < frames; i++) {
        room.scrollTop += step;
        await frame();
      }
    },
    async loaded() {
      while (document.querySelector("video").readyState < 4) await frame();
    },
    async play(player, start) {
      const video = document.querySelector(player);
      const before = video.getVideoPlaybackQuality();
      const ended = new Promise((done) => video.addEventListener("ended", done, { once: true }));
      if (start) await video.play();
      await ended;
      const after = video.getVideoPlaybackQuality();
      return [
        after.droppedVideoFrames - before.droppedVideoFrames,
        after.totalVideoFrames - before.totalVideoFrames,
      ];
    },
    async follow(link) {
      const began = performance.now();
      document.querySelector(link).click();
      while (!document.querySelector(".lane, .track, .timeline [role=option]")) await frame();
      await frame();
      return performance.now() - began;
    },
  };
})();
"""
