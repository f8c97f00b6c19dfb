// A mail server that keeps every letter.

import { createServer } from "node:net";

/** How often a letter is looked for. */
const LOOKS = 600;

/** Opens the server at a port of this machine. */
export async function postbox(port) {
  /** Every letter so far, its lines put together again. */
  const letters = [];
  const server = createServer((socket) => {
    let [rest, letter] = ["", null];
    socket.write("220 postbox.example\r\n");
    socket.on("error", () => {});
    socket.on("data", (data) => {
      const lines = (rest + data).split("\r\n");
      rest = lines.pop();
      for (const line of lines) {
        if (letter === null) {
          const verb = line.split(" ")[0].toUpperCase();
          if (verb === "DATA") letter = [];
          socket.write({ EHLO: "250-postbox.example\r\n250 8BITMIME\r\n", DATA: "354 go on\r\n", QUIT: "221 bye\r\n" }[verb] ?? "250 ok\r\n");
        } else if (line === ".") {
          letters.push(letter.join("\n").replaceAll("=\n", ""));
          letter = null;
          socket.write("250 ok\r\n");
        } else letter.push(line);
      }
    });
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));

  return {
    /** The link that begins so in the letter of that number with such a link to this address,
     *  once it is there. */
    async link(mail, beginning, number = 1) {
      for (let looks = 0; looks < LOOKS; looks += 1) {
        const to = letters.filter((letter) => letter.includes(`To: ${mail}`));
        const links = to.flatMap((letter) => letter.match(new RegExp(`${beginning}[\\w-]+`)) ?? []);
        if (links.length >= number) return links[number - 1];
        await new Promise((done) => setTimeout(done, 100));
      }
      throw new Error(`no letter leads ${mail} to ${beginning}: ${letters.join("\n")}`);
    },
    close: () => server.close(),
  };
}
