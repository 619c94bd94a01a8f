'use client';

export { AreaError as default } from '#components/frame/area-error.tsx';
