package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import org.jspecify.annotations.Nullable;

/** Refuses the annotations that let a payload name the class to create; leaves all others to the next introspector. */
final class NoClassNames extends AnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
        return refuseClassNames(annotated);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findPropertyTypeResolver(
            MapperConfig<?> config, AnnotatedMember annotated, JavaType baseType) {
        return refuseClassNames(annotated);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findPropertyContentTypeResolver(
            MapperConfig<?> config, AnnotatedMember annotated, JavaType containerType) {
        return refuseClassNames(annotated);
    }

    private static @Nullable TypeResolverBuilder<?> refuseClassNames(Annotated annotated) {
        JsonTypeInfo found = annotated.getAnnotation(JsonTypeInfo.class);
        if (found != null && (found.use() == JsonTypeInfo.Id.CLASS || found.use() == JsonTypeInfo.Id.MINIMAL_CLASS)) {
            throw new IllegalArgumentException("@JsonTypeInfo(use = " + found.use() + ") on " + annotated.getName()
                    + " lets a payload name the class to create; use NAME with @JsonSubTypes");
        }
        return null;
    }
}
