/** Decibels to the tenth with a sign people can read: `−3.1`, `0.0`, `1.2`. */
export const formatDecibels = (decibels: number): string => {
  const text = Math.abs(decibels).toFixed(1);
  return decibels < 0 && text !== '0.0' ? `−${text}` : text;
};
