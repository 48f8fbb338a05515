/* handlers.h — the one handler of each live message; the switchboard's table names them. Each runs in a transaction,
 * with the checks of its row already made, and may run twice. */
#pragma once
#include "sessions/switchboard.h"

live_handler enter_on_enter, enter_on_leave;
live_handler chat_on_say, chat_on_phrase, chat_on_slow_set, chat_on_person_mute, chat_on_line_remove;
live_handler reaction_on_react;
live_handler overlay_on_pin_set, overlay_on_pin_clear;
live_handler flash_on_start, flash_on_stop;
live_handler wish_on_enquiry_open, wish_on_enquiry_write;
live_handler broadcast_on_end;
live_handler desk_on_ping, desk_on_studio_health, desk_on_watch;
