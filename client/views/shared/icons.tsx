import type { ComponentChildren, JSX } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const microphone = (
  <>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </>
);
const slash = <path d="M4 4l16 16" />;

export const MicrophoneIcon = () => <Icon>{microphone}</Icon>;
export const MicrophoneOffIcon = () => (
  <Icon>
    {microphone}
    {slash}
  </Icon>
);
export const CameraIcon = () => (
  <Icon>
    <rect x="3" y="6.5" width="12.5" height="11" rx="2" />
    <path d="M15.5 10.5l5-3v9l-5-3" />
  </Icon>
);
export const CameraOffIcon = () => (
  <Icon>
    <rect x="3" y="6.5" width="12.5" height="11" rx="2" />
    <path d="M15.5 10.5l5-3v9l-5-3" />
    {slash}
  </Icon>
);
export const ScreenIcon = () => (
  <Icon>
    <rect x="3" y="4.5" width="18" height="12" rx="1.5" />
    <path d="M8 20h8M12 13.5v-6M9.5 9.5L12 7l2.5 2.5" />
  </Icon>
);
export const LeaveIcon = () => (
  <Icon>
    <path d="M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h10M16.5 8.5L20 12l-3.5 3.5" />
  </Icon>
);
export const PeopleIcon = () => (
  <Icon>
    <circle cx="9" cy="8.5" r="3.2" />
    <path d="M3 19.5c0-3.5 2.6-5.5 6-5.5s6 2 6 5.5M16 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.3c2.2.700 3.5 2.5 3.5 5.2" />
  </Icon>
);
export const HallIcon = () => (
  <Icon>
    <path d="M3 20h18M5 20V9.5L12 5l7 4.5V20M9 20v-6h6v6" />
  </Icon>
);
export const LockIcon = () => (
  <Icon>
    <rect x="5" y="10.5" width="14" height="9.5" rx="1.5" />
    <path d="M8 10.5V8a4 4 0 0 1 8 0v2.5" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <g class="icon__dots">
      <circle cx="5" cy="12" r="1.7" />
      <circle cx="12" cy="12" r="1.7" />
      <circle cx="19" cy="12" r="1.7" />
    </g>
  </Icon>
);
export const HandIcon = () => (
  <Icon>
    <path d="M8 12V5.5a1.5 1.5 0 0 1 3 0V11V4a1.5 1.5 0 0 1 3 0v7V6a1.5 1.5 0 0 1 3 0v8.5c0 3.6-2.4 6-5.5 6-2.6 0-4-1.2-5.3-3.5L3.9 13a1.5 1.5 0 0 1 2.6-1.5L8 13.5" />
  </Icon>
);
export const SpeakerIcon = () => (
  <Icon>
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />
  </Icon>
);
export const BallotIcon = () => (
  <Icon>
    <path d="M4 12v8h16v-8M4 12l2-3h2M20 12l-2-3h-2M3.5 15.5h17M9 10.5l2 2 5-7" />
  </Icon>
);
export const RollCallIcon = () => (
  <Icon>
    <path d="M9 4.5H6v16h12v-16h-3M9 3h6v3.5H9zM9 13l2.2 2.2L15.5 11" />
  </Icon>
);
export const AgendaIcon = () => (
  <Icon>
    <path d="M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1" />
  </Icon>
);
export const ChatIcon = () => (
  <Icon>
    <path d="M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12h5" />
  </Icon>
);
export const DocumentIcon = () => (
  <Icon>
    <path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" />
  </Icon>
);
export const GroupsIcon = () => (
  <Icon>
    <rect x="3.5" y="4" width="7" height="7" rx="1.5" />
    <rect x="13.5" y="4" width="7" height="7" rx="1.5" />
    <rect x="8.5" y="13.5" width="7" height="7" rx="1.5" />
  </Icon>
);
export const ConductIcon = () => (
  <Icon>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </Icon>
);
export const LayoutIcon = () => (
  <Icon>
    <rect x="3" y="4.5" width="18" height="15" rx="1.5" />
    <path d="M15 4.5v15M15 12h6" />
  </Icon>
);
export const WallIcon = () => (
  <Icon>
    <rect x="3" y="4.5" width="18" height="15" rx="1.5" />
    <path d="M9 4.5v15M15 4.5v15M3 9.5h18M3 14.5h18" />
  </Icon>
);
export const SoundOnlyIcon = () => (
  <Icon>
    <path d="M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v6H5.5a1.5 1.5 0 0 1-1.5-1.5zM20 14h-3v6h1.5a1.5 1.5 0 0 0 1.5-1.5z" />
  </Icon>
);
export const RotateIcon = () => (
  <Icon>
    <path d="M19.5 12a7.5 7.5 0 1 1-2.200-5.300L20 9.300M20 4v5.300h-5.300" />
  </Icon>
);
export const PreviousIcon = () => (
  <Icon>
    <path d="M14.5 6l-6 6 6 6" />
  </Icon>
);
export const NextIcon = () => (
  <Icon>
    <path d="M9.5 6l6 6-6 6" />
  </Icon>
);
export const UpIcon = () => (
  <Icon>
    <path d="M6 14.5l6-6 6 6" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="M6 9.5l6 6 6-6" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);
export const LobbyIcon = () => (
  <Icon>
    <path d="M6 21V4l8-1v19zM14 5h4v16M4 21h16M11 12.5v1" />
  </Icon>
);
export const Emblem = () => (
  <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect class="emblem__ground" width="32" height="32" rx="7" />
    <path
      class="emblem__bridge"
      d="M4 22.5h24M6.5 22.5c0-7 4-11.5 9.5-11.5s9.5 4.5 9.5 11.5M11 22.5v-8.7M16 22.5V11M21 22.5v-8.7"
    />
  </svg>
);
