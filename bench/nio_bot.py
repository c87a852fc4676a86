"""The peer of `bench/run nio`: a matrix-nio bot as its documentation writes one. Joins where it is invited, answers !flip.

Arguments: homeserver, user, password, folder for its keys. Says "ready" after its first sync.
"""

import asyncio
import random
import sys

from nio import AsyncClient, AsyncClientConfig, InviteMemberEvent, RoomMessageText


async def main(homeserver, user, password, folder):
    config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = AsyncClient(homeserver, user, store_path=folder, config=config)
    await client.login(password, device_name="bench")

    async def invited(room, event):
        await client.join(room.room_id)

    async def said(room, event):
        if event.sender == client.user_id or not event.body.startswith("!flip"):
            return
        await client.room_send(
            room.room_id,
            "m.room.message",
            {
                "msgtype": "m.notice",
                "body": random.choice(["heads", "tails"]),
                "m.relates_to": {"m.in_reply_to": {"event_id": event.event_id}},
            },
            ignore_unverified_devices=True,
        )

    client.add_event_callback(invited, InviteMemberEvent)
    client.add_event_callback(said, RoomMessageText)
    await client.sync(full_state=True)
    print("ready", flush=True)
    await client.sync_forever(timeout=30000)


asyncio.run(main(*sys.argv[1:]))
