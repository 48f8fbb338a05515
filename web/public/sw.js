// The service worker: shows what a push message says and opens the page that it leads to. It keeps no pages: the fair is live.
self.addEventListener("push", event => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // A message that cannot be read still says that there is one.
  }
  const title = said.title || "Mela";
  const options = {
    body: said.body || "",
    tag: said.tag || "mela",
    lang: said.lang || "",
    icon: "/mela.svg",
    data: { url: said.url || "/" },
  };
  event.waitUntil(self.registration.showNotification(title, options));
});

// Only a path of this house is followed.
self.addEventListener("notificationclick", event => {
  event.notification.close();
  const to = new URL(event.notification.data?.url ?? "/", self.location.origin);
  if (to.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(open => {
      const there = open.find(c => new URL(c.url).pathname === to.pathname);
      return there ? there.focus() : self.clients.openWindow(to.href);
    }),
  );
});

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));
