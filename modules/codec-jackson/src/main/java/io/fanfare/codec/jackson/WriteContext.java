package io.fanfare.codec.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TreeNode;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationFeature;

/** What a generator knows of the mapper that writes to it. Thread-safe. */
public final class WriteContext extends ObjectWriteContext.Base {
    private final ObjectMapper mapper;
    private final SerializationConfig config;
    private final boolean indents;
    private final int formatFeatures;

    /**
     * Makes the context of a mapper's generators.
     *
     * @param withoutFormatFeatures the mask of the features of the format that are off, whatever the mapper has
     */
    public WriteContext(ObjectMapper mapper, int withoutFormatFeatures) {
        this.mapper = mapper;
        this.config = mapper.serializationConfig();
        this.indents = config.isEnabled(SerializationFeature.INDENT_OUTPUT);
        this.formatFeatures = config.getFormatWriteFeatures() & ~withoutFormatFeatures;
    }

    @Override
    public boolean hasPrettyPrinter() {
        return indents;
    }

    @Override
    public @Nullable PrettyPrinter getPrettyPrinter() {
        return indents ? config.constructDefaultPrettyPrinter() : null;
    }

    @Override
    public int getStreamWriteFeatures(int defaults) {
        return config.getStreamWriteFeatures();
    }

    @Override
    public int getFormatWriteFeatures(int defaults) {
        return formatFeatures;
    }

    @Override
    public TokenStreamFactory tokenStreamFactory() {
        return mapper.tokenStreamFactory();
    }

    @Override
    public ObjectTreeNode createObjectNode() {
        return mapper.createObjectNode();
    }

    @Override
    public ArrayTreeNode createArrayNode() {
        return mapper.createArrayNode();
    }

    @Override
    public void writeValue(JsonGenerator generator, Object value) {
        mapper.writeValue(generator, value);
    }

    @Override
    public void writeTree(JsonGenerator generator, TreeNode tree) {
        mapper.writeTree(generator, (JsonNode) tree);
    }
}
