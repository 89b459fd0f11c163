package io.fanfare.codec.jackson;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TreeNode;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.core.type.ResolvedType;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;

/** What a parser knows of the mapper that reads from it. Thread-safe. */
public final class ReadContext extends ObjectReadContext.Base {
    private final ObjectMapper mapper;
    private final StreamReadConstraints constraints;
    private final int streamFeatures;
    private final int formatFeatures;

    /**
     * Makes the context of a mapper's parsers.
     *
     * @param formatFeatures the mask of the features of the format that are on, besides those that the mapper has on
     */
    public ReadContext(ObjectMapper mapper, Limits limits, boolean refusesDuplicates, int formatFeatures) {
        this.mapper = mapper;
        this.constraints = limits.reading();
        int features = mapper.deserializationConfig().getStreamReadFeatures();
        this.streamFeatures =
                refusesDuplicates ? features | StreamReadFeature.STRICT_DUPLICATE_DETECTION.getMask() : features;
        this.formatFeatures = mapper.deserializationConfig().getFormatReadFeatures() | formatFeatures;
    }

    @Override
    public StreamReadConstraints streamReadConstraints() {
        return constraints;
    }

    @Override
    public int getStreamReadFeatures(int defaults) {
        return streamFeatures;
    }

    @Override
    public int getFormatReadFeatures(int defaults) {
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
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends TreeNode> T readTree(JsonParser parser) {
        return (T) mapper.readTree(parser);
    }

    @Override
    public <T> T readValue(JsonParser parser, Class<T> type) {
        return mapper.readValue(parser, type);
    }

    @Override
    public <T> T readValue(JsonParser parser, TypeReference<T> type) {
        return mapper.readValue(parser, type);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> T readValue(JsonParser parser, ResolvedType type) {
        return mapper.readValue(parser, (JavaType) type);
    }
}
