import org.jspecify.annotations.NullMarked;

/**
 * Payloads compressed by Zstandard, through zstd-jni: the compression {@code zstd}, as in {@code msgpack+zstd}.
 *
 * <p>zstd-jni has native libraries in its jar, and puts the one that it needs into {@code java.io.tmpdir} at its first
 * use. JDK 24 and newer warn of native code unless it is allowed:
 * {@code --enable-native-access=com.github.luben.zstd_jni}.
 */
@NullMarked
module io.fanfare.compression.zstd {
    requires transitive io.fanfare.spi;
    requires com.github.luben.zstd_jni;

    exports io.fanfare.compression.zstd;

    provides io.fanfare.spi.CompressionProvider with
            io.fanfare.compression.zstd.ZstdCompressionProvider;
}
