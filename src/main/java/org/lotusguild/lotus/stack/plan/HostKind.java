package org.lotusguild.lotus.stack.plan;

/** What a host is. An unprivileged container cannot change the kernel that it shares. */
public enum HostKind {
    METAL,
    VM,
    LXC_PRIVILEGED,
    LXC_UNPRIVILEGED
}
