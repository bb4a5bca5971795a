package io.webim.files.inside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items of a picture of the HEIF family, which AVIF belongs to. Those that are no picture are overwritten: EXIF by one
 * that says nothing, since its orientation does not count there.
 *
 * @param turned by a quarter, when it is shown
 */
record HeifItems(int width, int height, boolean turned) {
    private static final int MOST_ITEMS = 10_000;
    private static final int MOST_PROPERTIES = 1_000;
    private static final byte[] EMPTY_EXIF = {0, 0, 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0};

    static HeifItems none() {
        return new HeifItems(0, 0, false);
    }

    static HeifItems read(Source source, Box meta, Patches patches, List<Box> data) throws IOException {
        return new Reader(source, patches, data).read(meta);
    }

    private static final class Reader {
        private final Source source;
        private final Patches patches;
        private final List<Box> data;
        /** What is no picture, by its id: whether it is EXIF. */
        private final Map<Long, Boolean> telling = new HashMap<>();

        private final List<Box> properties = new ArrayList<>();
        private final Set<Integer> ofPrimary = new HashSet<>();
        private long primary = -1;

        Reader(Source source, Patches patches, List<Box> data) {
            this.source = source;
            this.patches = patches;
            this.data = new ArrayList<>(data);
        }

        HeifItems read(Box meta) throws IOException {
            var parts = new HashMap<String, Box>();
            Box.each(source, meta.body() + 4, meta.end(), box -> parts.putIfAbsent(box.type(), box));
            if (parts.containsKey("pitm")) {
                primary = item(
                        parts.get("pitm").body() + 4,
                        source.u8(parts.get("pitm").body()) == 0);
            }
            if (parts.containsKey("iinf")) {
                information(parts.get("iinf"));
            }
            if (parts.containsKey("iloc")) {
                locations(parts.get("iloc"), parts.get("idat"));
            }
            if (parts.containsKey("iprp")) {
                parts.get("iprp").each(source, this::properties);
            }
            return size();
        }

        private long item(long at, boolean isShort) throws IOException {
            return isShort ? source.u16(at) : source.u32(at);
        }

        private void information(Box box) throws IOException {
            int header = source.u8(box.body()) == 0 ? 6 : 8;
            Box.each(source, box.body() + header, box.end(), entry -> {
                int version = source.u8(entry.body());
                Malformed.unless(entry.type().equals("infe") && (version == 2 || version == 3), "no such item");
                long id = item(entry.body() + 4, version == 2);
                var type = source.text(entry.body() + (version == 2 ? 8 : 10), 4);
                if (Set.of("Exif", "mime", "uri ").contains(type)) {
                    Malformed.unless(telling.size() < MOST_ITEMS, "too many items");
                    telling.put(id, type.equals("Exif"));
                }
            });
        }

        private void locations(Box box, @Nullable Box inside) throws IOException {
            int version = source.u8(box.body());
            Malformed.unless(version <= 2, "no such table");
            int sizes = source.u16(box.body() + 4);
            int offsetSize = sizes >> 12;
            int lengthSize = sizes >> 8 & 15;
            int baseSize = sizes >> 4 & 15;
            int indexSize = version == 0 ? 0 : sizes & 15;
            Malformed.unless(offsetSize <= 8 && lengthSize <= 8 && baseSize <= 8 && indexSize <= 8, "no such table");
            long items = item(box.body() + 6, version < 2);
            long at = box.body() + (version < 2 ? 8 : 10);
            for (long i = 0; i < items; i++) {
                source.step();
                long id = item(at, version < 2);
                at += version < 2 ? 2 : 4;
                int method = version == 0 ? 0 : source.u16(at) & 15;
                at += version == 0 ? 2 : 4;
                long base = source.unsigned(at, baseSize);
                int extents = source.u16(at + baseSize);
                at += baseSize + 2;
                for (int extent = 0; extent < extents; extent++) {
                    source.step();
                    at += indexSize;
                    long offset = source.unsigned(at, offsetSize);
                    long length = source.unsigned(at + offsetSize, lengthSize);
                    at += offsetSize + lengthSize;
                    Malformed.unless(at <= box.end(), "a table beyond its end");
                    if (telling.containsKey(id)) {
                        Malformed.unless(method <= 1 && (method == 0 || inside != null), "no such place");
                        long from = method == 1 && inside != null ? inside.body() : 0;
                        overwrite(from + sum(base, offset), length, inside, telling.get(id) && extent == 0);
                    }
                }
            }
        }

        private static long sum(long base, long offset) throws Malformed {
            long sum = base + offset;
            Malformed.unless(sum >= 0 && sum < Long.MAX_VALUE / 2, "a number that is too large");
            return sum;
        }

        private void overwrite(long at, long length, @Nullable Box inside, boolean isExif) throws IOException {
            boolean isInside = inside != null && Samples.isData(List.of(inside), at, length);
            Malformed.unless(isInside || Samples.isData(data, at, length), "an item outside of the data");
            if (length > 0 && !isBlank(at, length)) {
                patches.blank(at, at + length);
                if (isExif && length >= EMPTY_EXIF.length) {
                    patches.set(at, EMPTY_EXIF);
                }
            }
        }

        private boolean isBlank(long from, long length) throws IOException {
            boolean isEmpty =
                    length >= EMPTY_EXIF.length && Arrays.equals(source.bytes(from, EMPTY_EXIF.length), EMPTY_EXIF);
            for (long at = isEmpty ? from + EMPTY_EXIF.length : from; at < from + length; at++) {
                if (source.u8(at) != 0) {
                    return false;
                }
            }
            return true;
        }

        private void properties(Box box) throws IOException {
            if (box.type().equals("ipco")) {
                box.each(source, property -> {
                    Malformed.unless(properties.size() < MOST_PROPERTIES, "too many properties");
                    properties.add(property);
                });
            } else if (box.type().equals("ipma")) {
                associations(box);
            }
        }

        private void associations(Box box) throws IOException {
            boolean isShort = source.u8(box.body()) == 0;
            boolean isWide = (source.u8(box.body() + 3) & 1) == 1;
            long items = source.u32(box.body() + 4);
            long at = box.body() + 8;
            for (long i = 0; i < items; i++) {
                source.step();
                long id = item(at, isShort);
                at += isShort ? 2 : 4;
                int count = source.u8(at++);
                for (int k = 0; k < count; k++) {
                    int index = isWide ? source.u16(at) & 0x7fff : source.u8(at) & 0x7f;
                    at += isWide ? 2 : 1;
                    if (id == primary) {
                        ofPrimary.add(index);
                    }
                }
                Malformed.unless(at <= box.end(), "a table beyond its end");
            }
        }

        private HeifItems size() throws IOException {
            int width = 0;
            int height = 0;
            boolean turned = false;
            for (int index : ofPrimary) {
                if (index == 0 || index > properties.size()) {
                    continue;
                }
                var property = properties.get(index - 1);
                if (property.type().equals("ispe")) {
                    width = side(property.body() + 4);
                    height = side(property.body() + 8);
                } else if (property.type().equals("irot")) {
                    turned = (source.u8(property.body()) & 1) == 1;
                }
            }
            return width > 0 && height > 0 ? new HeifItems(width, height, turned) : none();
        }

        private int side(long at) throws IOException {
            return (int) Math.min(source.u32(at), Integer.MAX_VALUE);
        }
    }
}
