package org.lotusguild.lotus.stack.plan;

/** What a host's database lies on. */
public enum Disk {
    SSD,
    HDD
}
