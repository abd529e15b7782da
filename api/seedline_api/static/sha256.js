// SHA-256 (FIPS 180-4). Browsers offer their own on https alone; a server in one's own network speaks plain http.

const root = (value, power) => Math.floor((value ** (1 / power) % 1) * 2 ** 32) | 0;
const primes = [];
for (let number = 2; primes.length < 64; number += 1) {
  if (primes.every((prime) => number % prime)) primes.push(number);
}
const START = primes.slice(0, 8).map((prime) => root(prime, 2));
const ROUND = primes.map((prime) => root(prime, 3));
const turned = (word, by) => (word >>> by) | (word << (32 - by));

/** Returns the hash of a text's UTF-8 as 64 hexadecimal digits. */
export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
  padded.setUint32(padded.byteLength - 4, bytes.length << 3);
  const hash = Int32Array.from(START);
  const word = new Int32Array(64);
  for (let block = 0; block < padded.byteLength; block += 64) {
    for (let at = 0; at < 64; at += 1) {
      if (at < 16) word[at] = padded.getInt32(block + at * 4);
      else {
        const [two, fifteen] = [word[at - 2], word[at - 15]];
        word[at] = word[at - 16] + (turned(fifteen, 7) ^ turned(fifteen, 18) ^ (fifteen >>> 3))
          + word[at - 7] + (turned(two, 17) ^ turned(two, 19) ^ (two >>> 10));
      }
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let at = 0; at < 64; at += 1) {
      const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[at] + word[at] | 0;
      const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0;
      [a, b, c, d, e, f, g, h] = [one + two | 0, a, b, c, d + one | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => { hash[at] += value; });
  }
  return Array.from(hash, (value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
}
