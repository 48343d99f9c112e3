/**
 * Opens the sound system, which a browser does only with the first sound, once the window has
 * nothing else to do: so the first click on Play sounds as fast as the later ones.
 */
export const warmUp = (): (() => void) => {
  const idle = requestIdleCallback(
    () => {
      const context = new AudioContext();
      const silence = new AudioBufferSourceNode(context, {
        buffer: new AudioBuffer({ length: 1, sampleRate: context.sampleRate }),
      });
      silence.onended = () => void context.close();
      silence.connect(context.destination);
      silence.start();
    },
    { timeout: 3_000 },
  );
  return () => cancelIdleCallback(idle);
};
