package io.fanfare.gates;

import java.util.List;

/** Uses a raw type, which is a warning of javac and no more. */
public final class RawType {
    private RawType() {}

    /** Returns how many elements a list has. */
    public static int size(List list) {
        return list.size();
    }
}
