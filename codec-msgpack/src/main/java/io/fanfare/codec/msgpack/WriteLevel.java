package io.fanfare.codec.msgpack;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/** An array or map that a generator is in, or the payload itself. */
final class WriteLevel extends TokenStreamContext {
    final @Nullable WriteLevel parent;

    /** Where the header is, and the bytes that it has for now. */
    int header;

    int headerLength;

    /** The values so far; of a map the entries. */
    int count;

    /** Whether the value of an entry is due. */
    boolean named;

    private @Nullable WriteLevel child;
    private @Nullable String name;
    private @Nullable Object value;

    private WriteLevel(@Nullable WriteLevel parent) {
        this.parent = parent;
        this._nestingDepth = parent == null ? 0 : parent._nestingDepth + 1;
    }

    static WriteLevel payload() {
        WriteLevel root = new WriteLevel(null);
        root._type = TYPE_ROOT;
        root._index = -1;
        return root;
    }

    WriteLevel open(boolean map, @Nullable Object current) {
        WriteLevel opened = child;
        if (opened == null) {
            opened = new WriteLevel(this);
            child = opened;
        }
        opened._type = map ? TYPE_OBJECT : TYPE_ARRAY;
        opened._index = -1;
        opened.count = 0;
        opened.named = false;
        opened.name = null;
        opened.value = current;
        return opened;
    }

    void name(String next) {
        name = next;
        named = true;
    }

    void value() {
        named = false;
        count++;
        _index++;
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
