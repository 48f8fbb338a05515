// A drawing that our own server made, such as a QR code; as a picture, so that nothing in it runs.
export function Drawing({ svg, label }: { svg: string; label: string }) {
  return <img class="drawing" src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={label} />;
}
