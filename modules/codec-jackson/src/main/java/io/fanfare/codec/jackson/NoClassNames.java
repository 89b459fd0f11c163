package io.fanfare.codec.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;

/** Refuses the annotations that let a payload name the class to create; leaves all others to the next introspector. */
final class NoClassNames extends AnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo found = annotated.getAnnotation(JsonTypeInfo.class);
        if (found != null && (found.use() == JsonTypeInfo.Id.CLASS || found.use() == JsonTypeInfo.Id.MINIMAL_CLASS)) {
            throw new IllegalArgumentException("@JsonTypeInfo(use = " + found.use() + ") on " + annotated.getName()
                    + " lets a payload name the class to create; use NAME with @JsonSubTypes");
        }
        return null;
    }
}
