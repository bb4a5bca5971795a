package io.webim.e2e;

import com.microsoft.playwright.Page;
import java.util.Base64;

/** What a browser records of itself, a second of each. */
final class Recorded {
    private static final String RECORD = """
            const recorded = async (stream, mimeType) => {
              const recorder = new MediaRecorder(stream, { mimeType });
              const chunks = [];
              recorder.ondataavailable = ({ data }) => chunks.push(data);
              const stopped = new Promise((go) => (recorder.onstop = go));
              recorder.start();
              await new Promise((go) => setTimeout(go, 1000));
              recorder.stop();
              await stopped;
              const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
              return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
            };
            """;

    private static final String TONE = "async () => {" + RECORD + """
              const context = new AudioContext();
              const tone = new OscillatorNode(context, { frequency: 330 });
              const target = context.createMediaStreamDestination();
              tone.connect(target);
              tone.start();
              const sound = await recorded(target.stream, 'audio/webm;codecs=opus');
              await context.close();
              return sound;
            }
            """;

    private static final String SQUARES = "async () => {" + RECORD + """
              const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
              const pen = canvas.getContext('2d');
              let at = 0;
              const timer = setInterval(() => {
                pen.fillStyle = `hsl(${(at * 7) % 360} 60% 55%)`;
                pen.fillRect(0, 0, 640, 360);
                pen.fillStyle = 'white';
                pen.fillRect((at++ * 12) % 640, 140, 80, 80);
              }, 30);
              const film = await recorded(canvas.captureStream(25), 'video/webm;codecs=vp8');
              clearInterval(timer);
              return film;
            }
            """;

    private Recorded() {}

    static byte[] sound(Page page) {
        return of(page, TONE);
    }

    static byte[] video(Page page) {
        return of(page, SQUARES);
    }

    private static byte[] of(Page page, String script) {
        return Base64.getDecoder().decode((String) page.evaluate(script));
    }
}
