// Sends the call of a form to this server and shows the reply as it comes, streams included.
for (const form of document.querySelectorAll("form[data-path]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const shown = form.querySelector("output");
    const data = new FormData(form);
    const headers = {};
    const key = document.getElementById("key").value.trim();
    if (key) headers.Authorization = "Bearer " + key;
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const parts = new FormData();
    for (const [name, value] of data) {
      const [place, field] = name.split(":");
      if (place === "path") path = path.replace("{" + field + "}", encodeURIComponent(value));
      if (place === "query" && value !== "") query.set(field, value);
      if (place === "part" && (value.size || value.length)) parts.set(field, value);
    }
    const options = { method: form.dataset.method, headers };
    if (data.has("body")) {
      headers["Content-Type"] = "application/json";
      options.body = data.get("body");
    } else if (form.dataset.parts) {
      options.body = parts;
    }
    shown.innerHTML = "<pre></pre>";
    const pre = shown.firstChild;
    try {
      const reply = await fetch(path + (query.size ? "?" + query : ""), options);
      pre.textContent = reply.status + " " + reply.statusText + "\n\n";
      if ((reply.headers.get("content-type") || "").includes("json")) {
        pre.textContent += JSON.stringify(await reply.json(), null, 2);
        return;
      }
      const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        pre.textContent += piece.value;
      }
    } catch (error) {
      pre.textContent = "サーバーに届きません / the server cannot be reached: " + error.message;
    }
  });
}
