package io.webim.jvm;

import io.netty.buffer.Unpooled;
import io.webim.Main;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts webim and, when it is told to, eats all memory and catches every error that comes of it. */
final class MemoryEater {
    private static final List<Object> EATEN = new ArrayList<>(1 << 16);

    private MemoryEater() {}

    public static void main(String[] args) throws IOException {
        Main.main(new String[0]);
        int told = System.in.read();
        int size = 1 << 20;
        while (told >= 0) {
            try {
                EATEN.add(args[0].equals("heap") ? new byte[size] : Unpooled.directBuffer(size));
            } catch (OutOfMemoryError swallowed) {
                size = Math.max(1 << 10, size / 2);
            }
        }
    }
}
