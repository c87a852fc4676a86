package org.lotusguild.lotus.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.stream.Stream;

/** What the rules of the house look for in a class, a method or a call. */
final class Marks {
    private Marks() {}

    static DescribedPredicate<JavaAccess<?>> target(String owner, String name) {
        return describe(
                owner + "." + name,
                access -> access.getTarget().getOwner().getName().equals(owner)
                        && access.getName().equals(name));
    }

    static DescribedPredicate<JavaAccess<?>> nowWithoutClock() {
        return describe(
                "now() without a clock",
                access -> access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
                        && "now".equals(called.getName())
                        && called.getOwner().getPackageName().equals("java.time")
                        && called.getRawParameterTypes().stream()
                                .noneMatch(type -> type.getName().equals("java.time.Clock")));
    }

    static boolean changes(JavaClass type) {
        return type.getPackageName().equals("java.util.concurrent.atomic")
                || Set.of(
                                "java.util.ArrayList",
                                "java.util.HashMap",
                                "java.util.LinkedHashMap",
                                "java.util.HashSet",
                                "java.util.ArrayDeque",
                                "java.util.concurrent.ConcurrentHashMap",
                                "java.lang.StringBuilder",
                                "java.lang.ThreadLocal")
                        .contains(type.getName())
                || type.isAssignableTo("java.util.concurrent.locks.Lock");
    }

    static boolean ownMethod(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return !Set.of("setState").contains(method.getName())
                && Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                        .filter(above -> !above.getName().startsWith(Fences.ROOT))
                        .noneMatch(above -> above.getMethods().stream()
                                .anyMatch(theirs -> theirs.getName().equals(method.getName())));
    }

    static boolean plainClass(JavaClass type) {
        return !type.isInterface()
                && !type.isEnum()
                && !type.isAnonymousClass()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC)
                // A constant with a body is a class of its own below its enum.
                && type.getRawSuperclass().map(above -> !above.isEnum()).orElse(true);
    }
}
