package io.fanfare.codec.msgpack;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/** An array or map that a parser is in, or the payload itself. */
final class ReadLevel extends TokenStreamContext {
    final @Nullable ReadLevel parent;

    /** The values that are still to come, a key being one. */
    int lacking;

    private @Nullable ReadLevel child;
    private @Nullable String name;
    private @Nullable Object value;
    private @Nullable Set<String> names;

    private ReadLevel(@Nullable ReadLevel parent) {
        this.parent = parent;
        this._nestingDepth = parent == null ? 0 : parent._nestingDepth + 1;
    }

    static ReadLevel payload() {
        ReadLevel root = new ReadLevel(null);
        root._type = TYPE_ROOT;
        root._index = -1;
        root.lacking = 1;
        return root;
    }

    ReadLevel open(boolean map, int values) {
        ReadLevel opened = child;
        if (opened == null) {
            opened = new ReadLevel(this);
            child = opened;
        }
        opened._type = map ? TYPE_OBJECT : TYPE_ARRAY;
        opened._index = -1;
        opened.lacking = values;
        opened.name = null;
        opened.value = null;
        opened.names = null;
        return opened;
    }

    void next() {
        _index++;
    }

    void name(String next) {
        name = next;
    }

    /** Tells whether the map had this name before. */
    boolean hadName(String next) {
        if (names == null) {
            names = new HashSet<>();
        }
        return !names.add(next);
    }

    @Override
    public @Nullable TokenStreamContext getParent() {
        return parent;
    }

    @Override
    public @Nullable String currentName() {
        return name;
    }

    @Override
    public boolean hasCurrentName() {
        return name != null;
    }

    @Override
    public @Nullable Object currentValue() {
        return value;
    }

    @Override
    public void assignCurrentValue(@Nullable Object current) {
        value = current;
    }
}
