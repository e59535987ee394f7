// How a person can be reached.

export const CHANNELS = [
  'voice',
  'voice_ai',
  'prerecorded',
  'voicemail',
  'sms',
  'im',
  'email',
  'letter',
  'visit',
  'push',
  'device_command',
] as const
