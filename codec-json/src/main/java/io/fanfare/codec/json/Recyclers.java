package io.fanfare.codec.json;

import io.fanfare.codec.jackson.Spares;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/** The buffers of Jackson, a few per processor whatever the number of threads. */
final class Recyclers implements RecyclerPool<BufferRecycler> {
    static final Recyclers SHARED = new Recyclers();

    private static final long serialVersionUID = 1L;

    private final transient Spares<BufferRecycler> spares = new Spares<>();

    private Recyclers() {}

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler spare = spares.take();
        return spare == null ? new BufferRecycler() : spare;
    }

    @Override
    public void releasePooled(BufferRecycler recycler) {
        spares.give(recycler);
    }

    private Object readResolve() {
        return SHARED;
    }
}
